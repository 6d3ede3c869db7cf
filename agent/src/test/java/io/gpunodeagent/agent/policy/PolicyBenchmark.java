package io.gpunodeagent.agent.policy;

import com.sun.management.ThreadMXBean;
import io.gpunodeagent.agent.attribution.AttributedSnapshot;
import io.gpunodeagent.agent.health.Health;
import io.gpunodeagent.agent.policy.Policies.Judged;
import io.gpunodeagent.agent.snapshot.GpuBuilder;
import io.gpunodeagent.agent.snapshot.Pods;
import io.gpunodeagent.agent.usage.Usage;
import io.gpunodeagent.agent.usage.UsageRules;
import io.gpunodeagent.agent.usage.World;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the rules cost for one sample of the largest node: 16 GPUs shared by 7 pods each, 50 rules
 * of which the last is every pod's. Prints the median of CPU time and allocation.
 *
 * <p>Run with {@code java -XX:TieredStopAtLevel=1 -cp
 * agent/target/classes:agent/target/test-classes io.gpunodeagent.agent.policy.PolicyBenchmark}.
 */
final class PolicyBenchmark implements World.Watcher {

  private static final int GPUS = 16;
  private static final int PARTS = 7;
  private static final int RULES = 50;
  private static final int SAMPLES = 2_000;

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<Long> nanos = new ArrayList<>();
  private final PolicyRules rules = rules();
  private Policies policies = Policies.none();
  private long allocated;

  private PolicyBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    new PolicyBenchmark().measure();
  }

  private void measure() {
    var world = new World().watchedBy(this);
    for (int index = 0; index < GPUS; index++) {
      for (int part = 0; part < PARTS; part++) {
        var pod = "pod-" + index + "-" + part;
        world.replica(pod, index, part).runs(pod, 1000L + (long) index * PARTS + part);
      }
    }
    for (int i = 0; i < SAMPLES; i++) {
      world.sample(gpus(i));
    }
    var half = nanos.subList(SAMPLES / 2, SAMPLES).stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(half);
    System.out.printf(
        "%d decisions by %d rules: %.3f ms CPU (p95 %.3f), %d KiB allocated%n",
        policies.decisions().size(),
        RULES,
        half[half.length / 2] / 1e6,
        half[half.length * 95 / 100] / 1e6,
        allocated / SAMPLES / 1024);
  }

  private static GpuBuilder[] gpus(int sample) {
    var gpus = new GpuBuilder[GPUS];
    for (int index = 0; index < GPUS; index++) {
      gpus[index] = new GpuBuilder(index).busy(sample / 200 % 2 == 0 ? 40 : 0, 7);
      for (int part = 0; part < PARTS; part++) {
        gpus[index].process(1000L + (long) index * PARTS + part, part % 3 == 0 ? 20 : 0, 1);
      }
    }
    return gpus;
  }

  private static PolicyRules rules() {
    var idle = new ArrayList<IdleRule>();
    for (int i = 1; i < RULES; i++) {
      var match =
          new Match(
              i % 2 == 0 ? Globs.ANY : Globs.of("team-*-" + i, "lab-*-" + i, "n*s-" + i),
              Map.of("app", "jupyter"),
              Set.of("Notebook", "StatefulSet"),
              OptionalInt.of(500),
              Globs.of("*H100*"),
              Match.Sharing.ANY,
              Optional.empty());
      idle.add(PolicyWorld.rule("rule-" + i, match, Action.MARK));
    }
    idle.add(PolicyWorld.rule("rest", Match.ANY, Action.MARK));
    return PolicyWorld.idle(idle.toArray(IdleRule[]::new));
  }

  @Override
  public void sampled(AttributedSnapshot attributed, Pods pods, Usage usage, UsageRules by) {
    var judged = new Judged(usage, by, Health.unknown(Instant.EPOCH));
    long bytes = thread.getCurrentThreadAllocatedBytes();
    long before = thread.getCurrentThreadCpuTime();
    policies = policies.after(attributed, pods, judged, rules);
    nanos.add(thread.getCurrentThreadCpuTime() - before);
    allocated += thread.getCurrentThreadAllocatedBytes() - bytes;
  }

  @Override
  public void restarted(String bootBefore, String bootAfter) {
    throw new IllegalStateException("nothing restarts here");
  }
}

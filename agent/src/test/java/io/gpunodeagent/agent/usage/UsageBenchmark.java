package io.gpunodeagent.agent.usage;

import com.sun.management.ThreadMXBean;
import io.gpunodeagent.agent.attribution.AttributedSnapshot;
import io.gpunodeagent.agent.attribution.Attribution;
import io.gpunodeagent.agent.attribution.AttributionInputs;
import io.gpunodeagent.agent.snapshot.Allocation;
import io.gpunodeagent.agent.snapshot.Allocations;
import io.gpunodeagent.agent.snapshot.ContainerName;
import io.gpunodeagent.agent.snapshot.DeviceId;
import io.gpunodeagent.agent.snapshot.DeviceSignal;
import io.gpunodeagent.agent.snapshot.DraDevices;
import io.gpunodeagent.agent.snapshot.GpmSignal;
import io.gpunodeagent.agent.snapshot.GpuBuilder;
import io.gpunodeagent.agent.snapshot.MigInstance;
import io.gpunodeagent.agent.snapshot.PodInfo;
import io.gpunodeagent.agent.snapshot.Pods;
import io.gpunodeagent.agent.snapshot.ProcessIdentity;
import io.gpunodeagent.agent.snapshot.ProcessOwner;
import io.gpunodeagent.agent.snapshot.ProcessTable;
import io.gpunodeagent.agent.snapshot.Reading;
import io.gpunodeagent.agent.snapshot.Readings;
import io.gpunodeagent.agent.snapshot.SourceState;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one sample costs on the largest nodes: 16 GPUs of 7 MIG devices, and 16 GPUs shared by 7
 * pods each. Prints the median of CPU time and allocation.
 *
 * <p>Run with {@code java -XX:TieredStopAtLevel=1 -cp
 * agent/target/classes:agent/target/test-classes io.gpunodeagent.agent.usage.UsageBenchmark}.
 */
final class UsageBenchmark {

  private static final int GPUS = 16;
  private static final int PARTS = 7;
  private static final int SAMPLES = 2_000;
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private UsageBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    measure("112 MIG devices", true);
    measure("112 replicas", false);
  }

  private static void measure(String what, boolean mig) {
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var pods = pods();
    var joined = new ArrayList<AttributedSnapshot>();
    var previous = AttributedSnapshot.starting(GpuBuilder.node(START));
    for (int i = 0; i < SAMPLES; i++) {
      previous = Attribution.join(inputs(START.plusSeconds(i), mig, i, pods), previous);
      joined.add(previous);
    }
    var rules = UsageRules.defaults(Duration.ofSeconds(1));
    var usage = Usage.none();
    var nanos = new long[SAMPLES / 2];
    long allocated = 0;
    for (int i = 0; i < SAMPLES; i++) {
      long bytes = thread.getCurrentThreadAllocatedBytes();
      long before = thread.getCurrentThreadCpuTime();
      usage = usage.after(joined.get(i), pods, rules);
      if (i >= SAMPLES / 2) {
        nanos[i - SAMPLES / 2] = thread.getCurrentThreadCpuTime() - before;
        allocated += thread.getCurrentThreadAllocatedBytes() - bytes;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-16s %6.3f ms CPU (p95 %.3f), %d KiB allocated, %d accounts%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 95 / 100] / 1e6,
        allocated / nanos.length / 1024,
        usage.accounts().size());
  }

  private static AttributionInputs inputs(Instant now, boolean mig, int sample, Pods pods) {
    var gpus = new GpuBuilder[GPUS];
    var allocations = new ArrayList<Allocation>();
    var processes = new HashMap<Long, ProcessIdentity>();
    for (int index = 0; index < GPUS; index++) {
      gpus[index] = gpu(index, mig, sample);
      for (int part = 0; part < PARTS; part++) {
        long pid = 1000L + (long) index * PARTS + part;
        var pod = "pod-" + index + "-" + part;
        var id =
            mig
                ? new DeviceId.Mig(gpus[index].migUuid(part + 1, 0))
                : new DeviceId.Gpu("GPU-" + index);
        allocations.add(
            new Allocation(
                new ContainerName("ns", pod, "main"),
                "nvidia.com/gpu",
                id,
                mig ? OptionalInt.empty() : OptionalInt.of(part),
                Optional.empty()));
        processes.put(
            pid, new ProcessIdentity(pid, 1, "python", new ProcessOwner.InPod("uid-" + pod, pod)));
      }
    }
    return new AttributionInputs(
        GpuBuilder.node(now, gpus),
        new Allocations(new SourceState.Up(now), allocations),
        DraDevices.off(),
        new ProcessTable(new ProcessTable.Visibility.Full(), Map.of(), processes),
        pods);
  }

  private static GpuBuilder gpu(int index, boolean mig, int sample) {
    var gpu = new GpuBuilder(index);
    for (int part = 0; part < PARTS; part++) {
      long pid = 1000L + (long) index * PARTS + part;
      long use = (sample / 100 + part) % 3 == 0 ? 20 : 0;
      if (mig) {
        var compute =
            new MigInstance.ComputeInstance(
                0, gpu.migUuid(part + 1, 0), "1g.10gb", Reading.of(14L));
        gpu.instance(
                new MigInstance(
                    part + 1, "1g.10gb", Reading.unsupported(), List.of(compute), gpm(use).build()))
            .migProcess(pid, part + 1, 0, 1);
      } else {
        gpu.process(pid, use, 1);
      }
    }
    if (!mig) {
      gpu.busy(60, 7).with(DeviceSignal.MEMORY_UTILIZATION, Reading.of(5L));
      UsageSignals.NVLINK.forEach(link -> gpu.with(link, Reading.of(0.0)));
      gpm(60).build().signals().stream()
          .map(GpmSignal.class::cast)
          .forEach(signal -> gpu.with(signal, Reading.of(60.0)));
    }
    return gpu.with(DeviceSignal.POWER_USAGE, Reading.of(200_000L))
        .with(DeviceSignal.POWER_LIMIT_ENFORCED, Reading.of(700_000L))
        .with(UsageSignals.ENERGY, Reading.of(sample * 200_000L));
  }

  private static Readings.Builder gpm(long percent) {
    var readings = Readings.builder(16);
    UsageSignals.GPM_LOAD.forEach(signal -> readings.put(signal, Reading.of((double) percent)));
    readings.put(UsageSignals.GPM_MEMORY, Reading.of((double) percent));
    UsageSignals.GPM_TRAFFIC.forEach(signal -> readings.put(signal, Reading.of(0.0)));
    UsageSignals.GPM_CODEC.forEach(signal -> readings.put(signal, Reading.of(0.0)));
    return readings;
  }

  private static Pods pods() {
    var pods = new ArrayList<PodInfo>();
    for (int index = 0; index < GPUS * PARTS; index++) {
      var name = "pod-" + index / PARTS + "-" + index % PARTS;
      pods.add(
          new PodInfo(
              "uid-" + name,
              "ns",
              name,
              Optional.empty(),
              "Running",
              Optional.of(Instant.EPOCH),
              List.of(
                  new PodInfo.Container(
                      "main", Optional.of(name), PodInfo.Kind.MAIN, Optional.of(Instant.EPOCH), 0)),
              Optional.empty(),
              PodInfo.Gang.ALONE,
              Optional.empty(),
              OptionalInt.empty(),
              "Burstable",
              Map.of(),
              Map.of()));
    }
    return new Pods(new SourceState.Up(START), pods);
  }
}

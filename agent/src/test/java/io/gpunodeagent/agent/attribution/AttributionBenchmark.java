package io.gpunodeagent.agent.attribution;

import io.gpunodeagent.agent.processes.ProcessLimits;
import io.gpunodeagent.agent.processes.ProcessReader;
import io.gpunodeagent.agent.snapshot.DeviceId;
import io.gpunodeagent.agent.snapshot.GpuBuilder;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a pass costs on the largest node: 16 GPUs of 7 MIG devices, a pod on each, 1,000 processes.
 * Processes are read from the real {@code /proc}, so they are started for it. Prints the median of
 * CPU time and allocation.
 *
 * <p>Run with {@code java -cp agent/target/classes:agent/target/test-classes
 * io.gpunodeagent.agent.attribution.AttributionBenchmark}.
 */
final class AttributionBenchmark {

  private static final int GPUS = 16;
  private static final int INSTANCES = 7;
  private static final int PROCESSES = 1_000;
  private static final int WARM_UP = 300;
  private static final int PASSES = 300;
  private static final long GIB = 1L << 30;

  private AttributionBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    var started = new ArrayList<Process>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        started.add(new ProcessBuilder("sleep", "600").start());
      }
      measure(started.stream().mapToLong(Process::pid).toArray());
    } finally {
      started.forEach(Process::destroy);
    }
  }

  private static void measure(long[] pids) {
    var node = node(pids);
    var reader = new ProcessReader(Path.of("/proc"), ProcessLimits.standard(), System::nanoTime);
    var cluster = new Cluster();
    for (int pod = 0; pod < GPUS * INSTANCES; pod++) {
      int gpu = pod / INSTANCES;
      int instance = 1 + pod % INSTANCES;
      cluster
          .pod("pod-" + pod)
          .give("pod-" + pod, new DeviceId.Mig("MIG-" + gpu + "-" + instance + "-0"));
    }
    for (int i = 0; i < pids.length; i++) {
      cluster.runs("pod-" + i % (GPUS * INSTANCES), pids[i]);
    }
    var drawn = cluster.inputs(Cluster.NOW);
    var inputs =
        new AttributionInputs(
            node, drawn.allocations(), drawn.draDevices(), drawn.processes(), drawn.pods());
    var previous = new ArrayList<>(List.of(AttributedSnapshot.starting(node)));

    print("first look at /proc", 0, 1, () -> reader.read(node));
    print("processes, known", WARM_UP, PASSES, () -> reader.read(node));
    print(
        "attribution",
        WARM_UP,
        PASSES,
        () -> previous.set(0, Attribution.join(inputs, previous.getFirst())));
  }

  private static NodeSnapshot node(long[] pids) {
    var gpus = new GpuBuilder[GPUS];
    for (int gpu = 0; gpu < GPUS; gpu++) {
      gpus[gpu] = new GpuBuilder(gpu);
      for (int instance = 1; instance <= INSTANCES; instance++) {
        gpus[gpu].instance(instance, 1, 50, 9 * GIB);
      }
    }
    for (int i = 0; i < pids.length; i++) {
      int pod = i % (GPUS * INSTANCES);
      gpus[pod / INSTANCES].migProcess(pids[i], 1 + pod % INSTANCES, 0, GIB);
    }
    return GpuBuilder.node(Cluster.NOW.plus(Duration.ofSeconds(1)), gpus);
  }

  private static void print(String what, int warmUp, int passes, Runnable pass) {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < warmUp; i++) {
      pass.run();
    }
    var nanos = new long[passes];
    long allocated = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < passes; i++) {
      long before = thread.getCurrentThreadCpuTime();
      pass.run();
      nanos[i] = thread.getCurrentThreadCpuTime() - before;
    }
    allocated = (thread.getCurrentThreadAllocatedBytes() - allocated) / passes;
    Arrays.sort(nanos);
    System.out.printf(
        "%-20s %7.2f ms CPU (p95 %.2f), %d KiB allocated%n",
        what, nanos[passes / 2] / 1e6, nanos[passes * 95 / 100] / 1e6, allocated / 1024);
  }
}

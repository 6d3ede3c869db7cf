package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.core.attribution.ProcessOwners;
import io.gpunodeagent.core.snapshot.DeviceSignal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** One picture of {@code top}: GPUs with bars, the processes with the most memory below. */
public final class TopFrame {

  private static final int BAR = 20;
  private static final int PROCESSES = 15;

  private record Holder(GpuSample gpu, GpuProcess process) {
    long bytes() {
      return process.usedBytes().orElse(0);
    }
  }

  private TopFrame() {}

  public static String write(NodeState state, String name) {
    var node = state.node();
    var owners = ProcessOwners.of(state.attributed());
    var time = node.takenAt().truncatedTo(ChronoUnit.SECONDS);
    return ReadingText.heading(node, name)
        + "  "
        + time
        + "\n\n"
        + gpus(node)
        + processes(node, owners);
  }

  /** What is shown while there is nothing to show. */
  public static String waiting(DriverState.Unavailable away) {
    return away.detail() + ": " + away.remedy() + "\n";
  }

  private static TextTable gpus(NodeSnapshot node) {
    var table =
        new TextTable()
            .row("GPU", "NAME", "STATE", "UTILIZATION", "", "MEMORY", "", "TEMP", "POWER", "CLOCK");
    for (var gpu : node.gpus()) {
      var seen = ReadingText.believed(gpu);
      var utilization = seen.get(DeviceSignal.GPU_UTILIZATION).toOptional();
      var used = seen.get(DeviceSignal.MEMORY_USED).toOptional();
      var total = seen.get(DeviceSignal.MEMORY_TOTAL).toOptional().filter(bytes -> bytes > 0);
      table.row(
          String.valueOf(gpu.identity().index()),
          gpu.identity().name(),
          ReadingText.condition(gpu.condition()),
          utilization.map(percent -> bar(percent / 100.0)).orElse(""),
          ReadingText.value(seen, DeviceSignal.GPU_UTILIZATION, " %"),
          total.flatMap(all -> used.map(part -> bar((double) part / all))).orElse(""),
          ReadingText.memory(seen),
          ReadingText.value(seen, DeviceSignal.TEMPERATURE, " °C"),
          ReadingText.power(seen),
          ReadingText.value(seen, DeviceSignal.SM_CLOCK, " MHz"));
      for (var instance : gpu.migInstances()) {
        table.row(
            "  " + gpu.identity().index() + "/" + instance.gpuInstanceId(),
            "  MIG " + instance.profile(),
            "",
            "",
            "",
            "",
            gpu.fresh() ? ReadingText.memory(instance.readings()) : ReadingText.ABSENT);
      }
    }
    return table;
  }

  private static String processes(NodeSnapshot node, ProcessOwners owners) {
    var holders =
        node.gpus().stream()
            .flatMap(
                gpu ->
                    gpu.processes().toOptional().orElse(List.of()).stream()
                        .map(process -> new Holder(gpu, process)))
            .sorted(Comparator.comparingLong(Holder::bytes).reversed())
            .limit(PROCESSES)
            .toList();
    if (holders.isEmpty()) {
      return "";
    }
    var table = new TextTable().row("PID", "GPU", "MEMORY", "POD");
    for (var holder : holders) {
      table.row(
          String.valueOf(holder.process().pid()),
          String.valueOf(holder.gpu().identity().index()),
          holder.process().usedBytes().isPresent()
              ? String.format(Locale.ROOT, "%s GiB", ReadingText.gib(holder.bytes()))
              : ReadingText.ABSENT,
          OwnerText.text(owners, holder.process().pid()));
    }
    return "\n" + table;
  }

  private static String bar(double share) {
    int full = Math.clamp(Math.round(share * BAR), 0, BAR);
    return "█".repeat(full) + "░".repeat(BAR - full);
  }
}

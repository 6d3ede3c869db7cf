// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import static io.gpunodeagent.agent.cli.view.ReadingText.ABSENT;

import io.gpunodeagent.core.attribution.ProcessOwners;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The node as tables of text. */
public final class SnapshotTable {

  private SnapshotTable() {}

  /**
   * One line of the node, one row a GPU with its MIG instances below, one row a holder or user, one
   * a process.
   */
  public static String write(NodeState state, String name) {
    var node = state.node();
    var silent =
        OccupancyTable.silent(state.attributed()).stream()
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return ReadingText.heading(node, name)
        + "\n\n"
        + gpus(node)
        + OccupancyTable.write(state.attributed())
        + processes(node, ProcessOwners.of(state.attributed()))
        + (silent.isEmpty() ? "" : "\n" + silent);
  }

  /** What names each GPU: a row a GPU. */
  public static String identities(NodeState state) {
    var table = new TextTable().row("GPU", "BUS ID", "UUID", "SERIAL");
    for (var gpu : state.node().gpus()) {
      var identity = gpu.identity();
      table.row(
          String.valueOf(identity.index()),
          identity.pciBusId(),
          identity.uuid(),
          identity.serial().orElse(ABSENT));
    }
    return "\n" + table;
  }

  private static TextTable gpus(NodeSnapshot node) {
    var table =
        new TextTable()
            .row(
                "GPU",
                "NAME",
                "BUS ID OR UUID",
                "STATE",
                "UTIL",
                "MEMORY",
                "TEMP",
                "POWER",
                "SM CLOCK",
                "LINKS",
                "XID");
    for (var gpu : node.gpus()) {
      table.row(cells(gpu));
      gpu.migInstances().forEach(instance -> instance(table, gpu, instance));
    }
    for (var gpu : node.absent().unreadable()) {
      table.row(String.valueOf(gpu.index()), "not readable", ABSENT, ReadingText.condition(gpu));
    }
    return table;
  }

  private static String[] cells(GpuSample gpu) {
    var readings = ReadingText.believed(gpu);
    long up = gpu.nvLinks().stream().filter(one -> one.active().toOptional().orElse(false)).count();
    return new String[] {
      String.valueOf(gpu.identity().index()),
      gpu.identity().name(),
      gpu.identity().pciBusId(),
      ReadingText.condition(gpu.condition()),
      ReadingText.value(readings, DeviceSignal.GPU_UTILIZATION, " %"),
      ReadingText.memory(readings),
      ReadingText.value(readings, DeviceSignal.TEMPERATURE, " °C"),
      ReadingText.power(readings),
      ReadingText.value(readings, DeviceSignal.SM_CLOCK, " MHz"),
      gpu.nvLinks().isEmpty() ? ABSENT : up + "/" + gpu.nvLinks().size(),
      gpu.events().lastXid().map(xid -> String.valueOf(xid.code())).orElse(ABSENT)
    };
  }

  private static void instance(TextTable table, GpuSample gpu, MigInstance instance) {
    var memory = gpu.fresh() ? ReadingText.memory(instance.readings()) : ABSENT;
    var id = gpu.identity().index() + "/" + instance.gpuInstanceId();
    table.row("  " + id, "  MIG " + instance.profile(), "", "", ABSENT, memory);
    for (var compute : instance.computeInstances()) {
      table.row(
          "    " + id + "/" + compute.computeInstanceId(),
          "    " + compute.profile(),
          compute.uuid());
    }
  }

  private static String processes(NodeSnapshot node, ProcessOwners owners) {
    var table = new TextTable().row("PID", "GPU", "KIND", "MEMORY", "POD");
    boolean any = false;
    for (var gpu : node.gpus()) {
      for (var process : gpu.processes().toOptional().orElse(List.of())) {
        any = true;
        table.row(
            String.valueOf(process.pid()),
            place(gpu, process),
            kinds(process),
            memory(process),
            OwnerText.text(owners, process.pid()));
      }
    }
    return any ? "\n" + table : "";
  }

  private static String place(GpuSample gpu, GpuProcess process) {
    var place = new StringBuilder().append(gpu.identity().index());
    process.gpuInstanceId().ifPresent(id -> place.append('/').append(id));
    process.computeInstanceId().ifPresent(id -> place.append('/').append(id));
    return place.toString();
  }

  private static String kinds(GpuProcess process) {
    return process.kinds().stream()
        .sorted(Comparator.naturalOrder())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("+"));
  }

  private static String memory(GpuProcess process) {
    return process.usedBytes().isPresent()
        ? ReadingText.gib(process.usedBytes().getAsLong()) + " GiB"
        : ABSENT;
  }
}

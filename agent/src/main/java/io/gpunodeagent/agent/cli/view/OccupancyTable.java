// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.SourceState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who holds and who uses the devices, as text. */
final class OccupancyTable {

  private OccupancyTable() {}

  /** A row for each holder and user; nothing where there is none. */
  static String write(AttributedSnapshot attributed) {
    var table =
        new TextTable().row("GPU", "SHARING", "POD", "RELATION", "REPLICAS", "SM", "MEMORY");
    boolean any = false;
    for (var device : attributed.devices().values()) {
      for (var occupant : device.occupants()) {
        any = true;
        table.row(
            place(attributed.node(), device.device()),
            device.occupants().getFirst().equals(occupant) ? words(device.sharing()) : "",
            OwnerText.text(occupant.user()),
            words(occupant.relation()),
            replicas(occupant),
            sm(occupant.share().smPercent()),
            memory(occupant.share().memoryBytes()));
      }
    }
    return any ? "\n" + table : "";
  }

  /** A line for each source that should answer and does not. */
  static List<String> silent(AttributedSnapshot attributed) {
    return Stream.of(
            line("kubelet", attributed.allocations(), "who holds a GPU is not known"),
            line("API server", attributed.pods(), "pods are known by the kubelet alone"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> line(String name, SourceState state, String cost) {
    return switch (state) {
      case SourceState.Off(), SourceState.Up(var _) -> Optional.empty();
      case SourceState.Down(var _, var _, var reason) ->
          Optional.of(name + ": down: " + reason + ": " + cost);
    };
  }

  private static String place(NodeSnapshot node, Device device) {
    var index =
        node.gpus().stream()
            .filter(gpu -> gpu.identity().uuid().equals(device.gpuUuid()))
            .map(gpu -> String.valueOf(gpu.identity().index()))
            .findFirst()
            .orElse(ReadingText.ABSENT);
    return switch (device) {
      case Device.Gpu _ -> index;
      case Device.GpuInstance(var _, var id) -> index + "/" + id;
    };
  }

  private static String replicas(Occupant occupant) {
    var held =
        occupant
            .holding()
            .map(holding -> holding.replicas().toString())
            .orElse("[]")
            .replace(" ", "");
    return held.equals("[]") ? ReadingText.ABSENT : held.substring(1, held.length() - 1);
  }

  private static String sm(Attributed<Double> figure) {
    return switch (figure) {
      case Attributed.Value<Double>(var value, var _) ->
          String.format(Locale.ROOT, "%.0f %%", value);
      case Attributed.Absent<Double>(var _) -> ReadingText.ABSENT;
    };
  }

  private static String memory(Attributed<Long> figure) {
    return switch (figure) {
      case Attributed.Value<Long>(var value, var _) -> ReadingText.gib(value) + " GiB";
      case Attributed.Absent<Long>(var _) -> ReadingText.ABSENT;
    };
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

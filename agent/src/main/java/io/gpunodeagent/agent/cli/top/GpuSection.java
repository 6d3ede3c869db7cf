// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.DeviceOverview;
import io.gpunodeagent.agent.cli.overview.GpuOverview;
import io.gpunodeagent.agent.cli.overview.HolderOverview;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.terminal.Cell;
import io.gpunodeagent.agent.cli.terminal.Grid;
import io.gpunodeagent.agent.cli.terminal.Grid.Column;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Style;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row a GPU, its instances and the shares of it below. */
final class GpuSection {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("GPU", 5, 8, 1),
          new Column("STATE", 7, 8, 2),
          new Column("HEALTH", 9, 9, 3),
          new Column("UTIL", 8, 25, 4),
          new Column("HISTORY", 12, 60, 9),
          new Column("MEMORY", 12, 27, 5),
          new Column("POWER", 8, 9, 7),
          new Column("TEMP", 4, 5, 8),
          new Column("CLOCK", 7, 7, 11),
          new Column("MODEL", 10, 26, 10),
          new Column("HELD BY", 18, 70, 6));

  private final TopView view;
  private final UtilizationHistory history;
  private final Look look;
  private final boolean holdersKnown;
  private final Grid grid = new Grid(COLUMNS);

  private GpuSection(TopView view, UtilizationHistory history, Look look, boolean holdersKnown) {
    this.view = view;
    this.history = history;
    this.look = look;
    this.holdersKnown = holdersKnown;
  }

  static List<Line> lines(
      ShownState node, TopView view, UtilizationHistory history, int width, Look look) {
    var section = new GpuSection(view, history, look, node.holdersUnknown().isEmpty());
    node.gpus().stream().filter(section::shown).sorted(order(view.sort())).forEach(section::add);
    return section.grid.lines(width, look);
  }

  private boolean shown(GpuOverview gpu) {
    var texts =
        Stream.concat(
                Stream.of(
                    gpu.device().id(),
                    gpu.device().name(),
                    gpu.state().label(),
                    gpu.condition(),
                    gpu.health().label()),
                devices(gpu)
                    .flatMap(
                        device ->
                            Stream.concat(
                                Stream.of(device.id(), device.name(), device.state().label()),
                                device.holders().stream().map(HolderOverview::name))))
            .toArray(String[]::new);
    return view.shows(texts);
  }

  private static Stream<DeviceOverview> devices(GpuOverview gpu) {
    return Stream.concat(Stream.of(gpu.device()), gpu.instances().stream());
  }

  private static Comparator<GpuOverview> order(Sort sort) {
    return switch (sort) {
      case GPU -> (_, _) -> 0;
      case UTIL -> falling(gpu -> gpu.load().utilizationPercent().orElse(-1));
      case MEMORY -> falling(gpu -> gpu.load().memoryUsedBytes().orElse(-1));
      case POWER -> falling(gpu -> gpu.load().powerMilliwatts().orElse(-1));
      case IDLE -> falling(GpuSection::idleSeconds);
    };
  }

  private static Comparator<GpuOverview> falling(ToDoubleFunction<GpuOverview> quantity) {
    return Comparator.comparingDouble(quantity).reversed();
  }

  private static double idleSeconds(GpuOverview gpu) {
    return devices(gpu)
        .flatMap(device -> device.holders().stream())
        .map(HolderOverview::idle)
        .max(Comparator.naturalOrder())
        .map(Duration::toSeconds)
        .orElse(-1L);
  }

  private void add(GpuOverview gpu) {
    var device = gpu.device();
    if (!gpu.fresh()) {
      var by = holders(device);
      grid.row(
          List.of(
              Cell.text(device.id()),
              Cell.text(Style.BAD, gpu.condition()),
              Figures.health(gpu.health())),
          Style.BAD,
          "no reading: " + gpu.reason() + (by.isEmpty() ? "" : "; held by " + by));
      return;
    }
    grid.row(
        List.of(
            Cell.text(device.id()),
            Cell.text(Figures.style(gpu.state()), gpu.state().label()),
            Figures.health(gpu.health()),
            Figures.utilization(device.load().utilizationPercent()),
            new Cell.History(history.of(device.id())),
            Figures.memory(device.load()),
            Figures.power(device.load()),
            Figures.temperature(device.load(), look),
            Figures.clock(device.load()),
            Cell.text(device.name()),
            heldBy(gpu)));
    gpu.instances().forEach(this::instance);
    if (device.holders().size() > 1) {
      device.holders().forEach(this::share);
    }
  }

  private void instance(DeviceOverview instance) {
    part(
        instance.id(),
        Cell.text(Figures.style(instance.state()), instance.state().label()),
        Figures.utilization(instance.load().utilizationPercent()),
        new Cell.History(history.of(instance.id())),
        Figures.memory(instance.load()),
        instance.name(),
        heldBy(instance));
    if (instance.holders().size() > 1) {
      instance.holders().forEach(this::share);
    }
  }

  private void share(HolderOverview holder) {
    var memory = holder.memoryBytes();
    part(
        "",
        HolderSection.activity(holder),
        Figures.utilization(holder.smPercent()),
        Cell.text(""),
        Figures.memory(memory),
        holder.share(),
        Cell.text(holder.outsider() ? Style.WARNING : Style.PLAIN, holder.name()));
  }

  private void part(
      String id, Cell state, Cell load, Cell past, Cell memory, String name, Cell by) {
    grid.row(
        List.of(
            Cell.text(look.glyph("└ ", "' ") + id),
            state,
            Cell.text(""),
            load,
            past,
            memory,
            Cell.text(""),
            Cell.text(""),
            Cell.text(""),
            Cell.text(name),
            by));
  }

  private Cell heldBy(GpuOverview gpu) {
    if (gpu.instances().isEmpty()) {
      return heldBy(gpu.device());
    }
    if (!holdersKnown) {
      return Cell.text(Style.DIM, gpu.instances().size() + " instances");
    }
    long held =
        gpu.instances().stream()
            .filter(one -> one.holders().stream().anyMatch(HolderOverview::holds))
            .count();
    return Cell.text(Style.DIM, held + " of " + gpu.instances().size() + " instances held");
  }

  private static Cell heldBy(DeviceOverview device) {
    boolean outsider = device.holders().stream().anyMatch(HolderOverview::outsider);
    if (device.holders().size() > 1) {
      long held = device.holders().stream().filter(HolderOverview::holds).count();
      var text =
          device.replicas().isPresent()
              ? held + " of " + device.replicas().getAsInt() + " shares held"
              : held + (held == 1 ? " holder" : " holders");
      return Cell.text(
          outsider ? Style.WARNING : Style.DIM, text + (outsider ? ", used by others" : ""));
    }
    var text = holders(device);
    if (text.isEmpty() && device.hostProcesses() > 0) {
      return Cell.text(Style.WARNING, "used by the host, " + device.hostProcesses() + " processes");
    }
    if (outsider) {
      return Cell.text(Style.WARNING, "taken by " + text);
    }
    boolean held = device.holders().stream().anyMatch(HolderOverview::holds);
    return Cell.text(held || text.isEmpty() ? text : "used by " + text);
  }

  private static String holders(DeviceOverview device) {
    return device.holders().stream().map(HolderOverview::name).collect(Collectors.joining(", "));
  }
}

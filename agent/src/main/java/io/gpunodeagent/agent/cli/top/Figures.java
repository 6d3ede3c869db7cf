// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.DeviceState;
import io.gpunodeagent.agent.cli.overview.Gib;
import io.gpunodeagent.agent.cli.overview.LoadOverview;
import io.gpunodeagent.agent.cli.terminal.Cell;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Style;
import io.gpunodeagent.core.health.cause.GpuState;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Quantities and states as cells. */
final class Figures {

  private static final String ABSENT = "-";

  private Figures() {}

  static Cell utilization(OptionalDouble percent) {
    return new Cell.Bar(
        percent.isPresent() ? OptionalDouble.of(percent.getAsDouble() / 100) : percent,
        percent(percent));
  }

  static Cell memory(LoadOverview load) {
    var total =
        load.memoryTotalBytes().isPresent() ? "/" + whole(load.memoryTotalBytes().getAsLong()) : "";
    var used =
        load.memoryUsedBytes().isPresent() ? gib(load.memoryUsedBytes().getAsLong()) : ABSENT;
    return new Cell.Bar(load.memoryShare(), used + total + "G");
  }

  static Cell memory(OptionalLong bytes) {
    return Cell.number(bytes.isPresent() ? gib(bytes.getAsLong()) + "G" : ABSENT);
  }

  static Cell power(LoadOverview load) {
    var limit =
        load.powerLimitMilliwatts().isPresent()
            ? "/" + watts(load.powerLimitMilliwatts().getAsLong())
            : "";
    var used = load.powerMilliwatts().isPresent() ? watts(load.powerMilliwatts().getAsLong()) : "";
    return Cell.number(used.isEmpty() ? ABSENT : used + limit + "W");
  }

  static Cell temperature(LoadOverview load, Look look) {
    var celsius = load.temperatureCelsius();
    return Cell.number(celsius.isPresent() ? celsius.getAsLong() + look.glyph("°C", "C") : ABSENT);
  }

  static Cell clock(LoadOverview load) {
    var megahertz = load.smClockMegahertz();
    return Cell.number(megahertz.isPresent() ? megahertz.getAsLong() + "MHz" : ABSENT);
  }

  static String percent(OptionalDouble percent) {
    return percent.isPresent()
        ? String.format(Locale.ROOT, "%.0f%%", percent.getAsDouble())
        : ABSENT;
  }

  /** Of several GPUs together. */
  static String watts(OptionalLong milliwatts) {
    return milliwatts.isPresent() ? watts(milliwatts.getAsLong()) : ABSENT;
  }

  static String watts(long milliwatts) {
    return String.valueOf(Math.round(milliwatts / 1000.0));
  }

  private static String gib(long bytes) {
    double gib = Gib.of(bytes);
    return String.format(Locale.ROOT, gib < 9.95 ? "%.1f" : "%.0f", gib);
  }

  private static String whole(long bytes) {
    return String.format(Locale.ROOT, "%.0f", Gib.of(bytes));
  }

  static Style style(DeviceState state) {
    return switch (state) {
      case ACTIVE -> Style.GOOD;
      case IDLE -> Style.WARNING;
      case UNKNOWN, FREE -> Style.DIM;
    };
  }

  static Cell health(GpuState health) {
    var style =
        switch (health) {
          case HEALTHY -> Style.GOOD;
          case DEGRADED -> Style.WARNING;
          case UNKNOWN -> Style.DIM;
          case UNHEALTHY -> Style.BAD;
        };
    return Cell.text(style, health.label());
  }
}

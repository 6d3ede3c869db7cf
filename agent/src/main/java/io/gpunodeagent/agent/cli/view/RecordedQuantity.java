// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import java.util.Locale;

/** A quantity that is drawn: its key, its name, and how a value of it is written. */
enum RecordedQuantity {
  UTILIZATION("gpuUtilizationPercent", "utilization", 100) {
    @Override
    String text(double value) {
      return format("%.0f%%", value);
    }
  },
  MEMORY("memoryUsedBytes", "memory", 0) {
    @Override
    String text(double value) {
      return format("%.1fGiB", value / (1024.0 * 1024 * 1024));
    }
  },
  POWER("powerUsageMilliwatts", "power", 0) {
    @Override
    String text(double value) {
      return format("%.0fW", value / 1000);
    }
  },
  TEMPERATURE("temperatureCelsius", "temperature", 100) {
    @Override
    String text(double value) {
      return format("%.0fC", value);
    }
  },
  CLOCK("smClockMegahertz", "SM clock", 0) {
    @Override
    String text(double value) {
      return format("%.0fMHz", value);
    }
  };

  private final String key;
  private final String title;
  private final double top;

  RecordedQuantity(String key, String title, double top) {
    this.key = key;
    this.title = title;
    this.top = top;
  }

  /** Its key in the series. */
  String key() {
    return key;
  }

  String title() {
    return title;
  }

  /** The value at the upper edge of its line, unless it grew larger. */
  double top() {
    return top;
  }

  /** A value with its unit. */
  abstract String text(double value);

  private static String format(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }
}

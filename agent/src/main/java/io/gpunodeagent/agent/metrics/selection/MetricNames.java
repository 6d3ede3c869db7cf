// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

import java.util.Locale;

/** Which names and units the default metrics have. */
public enum MetricNames {
  /** Those of dcgm-exporter up to 4.8: MHz, MiB, percent, millijoules. */
  CLASSIC,
  /** Those of dcgm-exporter from 4.9 on: hertz, bytes, ratios, joules. */
  BASE_UNITS,
  /** Each quantity under both names, in the unit of each. */
  BOTH;

  /** As the configuration has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean classic() {
    return this != BASE_UNITS;
  }

  boolean baseUnits() {
    return this != CLASSIC;
  }
}

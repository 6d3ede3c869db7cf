// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import java.util.List;

/**
 * Names of older guides that read {@code nvidia-smi}'s columns. Values are those of the DCGM metric
 * behind them, in nvidia-smi's units: memory is MiB in spite of its name.
 */
public final class Aliases {

  private static final List<Selected> SELECTED =
      List.of(
          alias("nvidia_smi_utilization_gpu", "DCGM_FI_DEV_GPU_UTIL", "utilization.gpu"),
          alias("nvidia_smi_memory_used_mb", "DCGM_FI_DEV_FB_USED", "memory.used"),
          alias("nvidia_smi_temperature_gpu", "DCGM_FI_DEV_GPU_TEMP", "temperature.gpu"),
          alias("nvidia_smi_power_draw_watts", "DCGM_FI_DEV_POWER_USAGE", "power.draw"));

  private Aliases() {}

  public static List<Selected> selected() {
    return SELECTED;
  }

  private static Selected alias(String name, String dcgmName, String column) {
    var metric = Catalogue.find(dcgmName).orElseThrow();
    var help = "%s, nvidia-smi's %s (%s).".formatted(metric.help(), column, metric.unit());
    return new Selected(metric, name, Kind.GAUGE, help);
  }
}

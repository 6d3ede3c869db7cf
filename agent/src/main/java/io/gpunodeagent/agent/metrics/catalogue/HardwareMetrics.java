package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.OwnMetrics.own;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FABRIC_HEALTH_MASK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.HOTTEST_TEMPERATURE;
import static io.gpunodeagent.core.snapshot.FieldSignal.everyPass;
import static io.gpunodeagent.core.snapshot.FieldSignal.slow;

import io.gpunodeagent.agent.metrics.catalogue.Samples.Extra;
import io.gpunodeagent.core.snapshot.FieldSignal;
import io.gpunodeagent.core.snapshot.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What NVML reads and no DCGM field names. Absent where the board or the driver does not have it,
 * and while a GPU is hung or lost. Field numbers are {@code NVML_FI_*}.
 */
final class HardwareMetrics {

  private static final FieldSignal MODULE_POWER = everyPass(186).withScope(FieldSignal.MODULE);
  private static final FieldSignal ACTIVE_REMAPPINGS = slow(303);
  private static final FieldSignal INACTIVE_REMAPPINGS = slow(304);
  private static final FieldSignal GROUPS_WITH_ALL_SPARES = slow(305);
  private static final FieldSignal GROUPS_WITHOUT_SPARES = slow(306);
  private static final FieldSignal PENDING_REMAPPING = slow(307);

  private static final int MANAGER_AT = 14;
  private static final int MANAGER_BITS = 0b11;
  private static final int CONNECTED = 1;
  private static final int DISCONNECTED = 2;

  private static final List<Metric> ROWS =
      List.of(
          own(
              Kind.GAUGE,
              "gpu_hottest_temperature_celsius",
              "degC",
              "Temperature of the hottest spot of the GPU",
              fresh(Source.reading(HOTTEST_TEMPERATURE))),
          own(
              Kind.GAUGE,
              "gpu_module_power_watts",
              "W",
              "Power of the whole module: GPUs, CPU and what else is on it; the same for each of"
                  + " its GPUs",
              fresh(Source.reading(MODULE_POWER, Conversion.WATTS))),
          own(
              Kind.GAUGE,
              "gpu_fabric_manager_connected",
              "0/1",
              "Whether the manager of the NVLink fabric over several machines is connected",
              fresh(
                  Source.formula(
                      "bits 14 and 15 of the fabric's health",
                      List.of(FABRIC_HEALTH_MASK),
                      HardwareMetrics::managerConnected))),
          own(
              Kind.GAUGE,
              "gpu_memory_bank_remappings",
              "count",
              "Memory banks that spare ones replace",
              byName("state", "active", ACTIVE_REMAPPINGS, "inactive", INACTIVE_REMAPPINGS)),
          own(
              Kind.GAUGE,
              "gpu_memory_bank_groups",
              "count",
              "Groups of memory banks by the spare banks they have left",
              byName("spares", "all", GROUPS_WITH_ALL_SPARES, "none", GROUPS_WITHOUT_SPARES)),
          own(
              Kind.GAUGE,
              "gpu_memory_bank_remap_pending",
              "0/1",
              "Whether the replacement of a memory bank waits for a reset",
              fresh(Source.reading(PENDING_REMAPPING))));

  private HardwareMetrics() {}

  static List<Metric> rows() {
    return ROWS;
  }

  /** The source, for GPUs whose readings are of the latest pass. */
  private static Source fresh(Source source) {
    return new Source(
        source.signals(),
        source.conversion(),
        (row, out) -> {
          if (row.gpu().fresh()) {
            source.reader().read(row, out);
          }
        });
  }

  /** Two readings of one row, told apart by a label. */
  private static Source byName(
      String label, String name, FieldSignal signal, String otherName, FieldSignal other) {
    var signals = new LinkedHashMap<String, FieldSignal>();
    signals.put(name, signal);
    signals.put(otherName, other);
    return fresh(
        Source.formula(
            "label " + label,
            List.copyOf(signals.values()),
            (row, out) ->
                signals.forEach(
                    (value, read) -> {
                      if (row.get(read) instanceof Reading.Value<Long>(var count)) {
                        out.add(new Extra(Map.of(label, value), Map.of()), count);
                      }
                    })));
  }

  private static void managerConnected(Row row, Samples out) {
    if (row.get(FABRIC_HEALTH_MASK) instanceof Reading.Value<Long>(var mask)) {
      int state = (int) (mask >> MANAGER_AT) & MANAGER_BITS;
      if (state == CONNECTED || state == DISCONNECTED) {
        out.add(state == CONNECTED ? 1 : 0);
      }
    }
  }
}

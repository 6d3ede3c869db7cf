package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.label;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.agent.metrics.catalogue.Source.text;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FABRIC_CLIQUE_ID;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FABRIC_HEALTH_MASK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FABRIC_HEALTH_SUMMARY;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FABRIC_STATE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FABRIC_STATUS;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PLATFORM_HOST_ID;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PLATFORM_MODULE_ID;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PLATFORM_PEER_TYPE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PLATFORM_SLOT_NUMBER;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PLATFORM_TRAY_INDEX;
import static io.gpunodeagent.core.snapshot.TextSignal.FABRIC_CLUSTER_UUID;
import static io.gpunodeagent.core.snapshot.TextSignal.PLATFORM_CHASSIS_SERIAL;
import static io.gpunodeagent.core.snapshot.TextSignal.PLATFORM_INFINIBAND_GUID;

import io.gpunodeagent.core.snapshot.Reading;
import java.util.List;

/** Registration with the NVLink fabric, and the place in the rack. */
final class FabricMetrics {

  /** {@code NVML_GPU_FABRIC_STATE_COMPLETED}. */
  private static final long STATE_COMPLETED = 3;

  private static final long REGISTRATION_FAILED = 4;

  private FabricMetrics() {}

  static List<Metric> rows() {
    return List.of(
        gauge(
            170,
            "DCGM_FI_DEV_FABRIC_MANAGER_STATUS",
            "enum",
            "Fabric registration: 0 unsupported, 1 not started, 2 in progress, 3 success, 4"
                + " failure",
            fabricState()),
        gauge(
            171,
            "DCGM_FI_DEV_FABRIC_MANAGER_ERROR_CODE",
            "nvmlReturn",
            "Result code of fabric registration",
            reading(FABRIC_STATUS)),
        label(
            172,
            "DCGM_FI_DEV_FABRIC_CLUSTER_UUID",
            "Cluster UUID of the NVLink fabric",
            text(FABRIC_CLUSTER_UUID)),
        gauge(
            173,
            "DCGM_FI_DEV_FABRIC_CLIQUE_ID",
            "id",
            "Clique inside the cluster",
            reading(FABRIC_CLIQUE_ID)),
        gauge(
            174,
            "DCGM_FI_DEV_FABRIC_HEALTH_MASK",
            "bitmask",
            "Packed fabric health bits",
            reading(FABRIC_HEALTH_MASK)),
        gauge(
            175,
            "DCGM_FI_DEV_FABRIC_HEALTH_SUMMARY",
            "enum",
            "Fabric health: 0 not supported, 1 healthy, 2 unhealthy, 3 limited capacity",
            reading(FABRIC_HEALTH_SUMMARY)),
        label(
            571,
            "DCGM_FI_DEV_PLATFORM_INFINIBAND_GUID",
            "GUID of the rack's InfiniBand endpoint",
            text(PLATFORM_INFINIBAND_GUID)),
        label(
            572,
            "DCGM_FI_DEV_PLATFORM_CHASSIS_SERIAL_NUMBER",
            "Serial number of the rack's chassis",
            text(PLATFORM_CHASSIS_SERIAL)),
        gauge(
            573,
            "DCGM_FI_DEV_PLATFORM_CHASSIS_SLOT_NUMBER",
            "id",
            "Slot in the rack's chassis",
            reading(PLATFORM_SLOT_NUMBER)),
        gauge(
            574,
            "DCGM_FI_DEV_PLATFORM_TRAY_INDEX",
            "id",
            "Compute tray in the rack",
            reading(PLATFORM_TRAY_INDEX)),
        gauge(
            575,
            "DCGM_FI_DEV_PLATFORM_HOST_ID",
            "id",
            "Host within the compute tray",
            reading(PLATFORM_HOST_ID)),
        gauge(
            576,
            "DCGM_FI_DEV_PLATFORM_PEER_TYPE",
            "id",
            "How the GPU reaches its peers",
            reading(PLATFORM_PEER_TYPE)),
        gauge(
            577,
            "DCGM_FI_DEV_PLATFORM_MODULE_ID",
            "id",
            "Socket on the baseboard",
            reading(PLATFORM_MODULE_ID)));
  }

  /** DCGM's status tells a registration that ended badly (4) from one that ended well (3). */
  private static Source fabricState() {
    return Source.formula(
        "state; 4 when completed with an error",
        List.of(FABRIC_STATE, FABRIC_STATUS),
        (row, out) -> {
          if (row.get(FABRIC_STATE) instanceof Reading.Value<Long>(var state)) {
            var failed =
                state == STATE_COMPLETED
                    && row.get(FABRIC_STATUS)
                        .toOptional()
                        .filter(status -> status != 0)
                        .isPresent();
            out.add(failed ? REGISTRATION_FAILED : state);
          }
        });
  }
}

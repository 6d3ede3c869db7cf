package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.label;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.agent.metrics.catalogue.Source.text;
import static io.gpunodeagent.core.snapshot.DeviceSignal.COMPUTE_CAPABILITY;
import static io.gpunodeagent.core.snapshot.DeviceSignal.COMPUTE_MODE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.CONFIDENTIAL_COMPUTE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.GPM_SUPPORT;
import static io.gpunodeagent.core.snapshot.DeviceSignal.INFOROM_CHECKSUM;
import static io.gpunodeagent.core.snapshot.DeviceSignal.INFOROM_VALID;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MIG_MAX_DEVICES;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MIG_MODE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MINOR_NUMBER;
import static io.gpunodeagent.core.snapshot.DeviceSignal.NVML_INDEX;
import static io.gpunodeagent.core.snapshot.DeviceSignal.P2P_NVLINK_PEERS;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PERSISTENCE_MODE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.VGPU_LICENSED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.VIRTUALIZATION_MODE;
import static io.gpunodeagent.core.snapshot.TextSignal.BRAND;
import static io.gpunodeagent.core.snapshot.TextSignal.INFOROM_ECC_VERSION;
import static io.gpunodeagent.core.snapshot.TextSignal.INFOROM_IMAGE_VERSION;
import static io.gpunodeagent.core.snapshot.TextSignal.INFOROM_OEM_VERSION;
import static io.gpunodeagent.core.snapshot.TextSignal.INFOROM_POWER_VERSION;
import static io.gpunodeagent.core.snapshot.TextSignal.VBIOS_VERSION;

import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.Reading;
import java.util.List;
import java.util.function.Function;

/** Names, versions and modes of the node and its GPUs. */
final class IdentityMetrics {

  private IdentityMetrics() {}

  static List<Metric> rows() {
    return List.of(
        label(
                1,
                "DCGM_FI_DRIVER_VERSION",
                "Kernel driver release string of the node",
                driverText(DriverState.Ready::driverVersion))
            .per(Scope.NODE),
        label(
                2,
                "DCGM_FI_NVML_VERSION",
                "Version of the NVML library that was loaded",
                driverText(DriverState.Ready::nvmlVersion))
            .per(Scope.NODE),
        gauge(4, "DCGM_FI_DEV_COUNT", "count", "NVIDIA GPUs of the node", gpuCount())
            .per(Scope.NODE),
        gauge(
                5,
                "DCGM_FI_CUDA_DRIVER_VERSION",
                "1000*major+10*minor",
                "CUDA version the driver supports",
                cudaVersion())
            .per(Scope.NODE),
        label(50, "DCGM_FI_DEV_NAME", "Product name of the board", name()).per(Scope.INSTANCE),
        label(
            51,
            "DCGM_FI_DEV_BRAND",
            "Product line of the board (Tesla, GeForce, NVIDIA, …)",
            text(BRAND)),
        gauge(
            52, "DCGM_FI_DEV_NVML_INDEX", "index", "Index NVML gives the GPU", reading(NVML_INDEX)),
        label(53, "DCGM_FI_DEV_SERIAL", "Board serial number", serial()),
        label(54, "DCGM_FI_DEV_UUID", "GPU UUID; the MIG device's on an instance with one", uuid())
            .per(Scope.INSTANCE),
        gauge(55, "DCGM_FI_DEV_MINOR_NUMBER", "index", "N in /dev/nvidiaN", reading(MINOR_NUMBER)),
        label(
            56,
            "DCGM_FI_DEV_OEM_INFOROM_VER",
            "Version of the OEM object in the InfoROM",
            text(INFOROM_OEM_VERSION)),
        label(57, "DCGM_FI_DEV_PCI_BUSID", "PCI address", pciBusId()),
        gauge(
            63,
            "DCGM_FI_DEV_CUDA_COMPUTE_CAPABILITY",
            "major<<16|minor",
            "Compute capability packed in one integer",
            reading(COMPUTE_CAPABILITY)),
        gauge(
            64,
            "DCGM_FI_DEV_P2P_NVLINK_STATUS",
            "bitmap",
            "Bit per peer GPU index: NVLink P2P usable",
            reading(P2P_NVLINK_PEERS)),
        gauge(
            65,
            "DCGM_FI_DEV_COMPUTE_MODE",
            "enum",
            "Compute mode (default, prohibited, exclusive process)",
            reading(COMPUTE_MODE, Conversion.COMPUTE_MODE)),
        gauge(
            66,
            "DCGM_FI_DEV_PERSISTENCE_MODE",
            "0/1",
            "1 when persistence mode is on",
            reading(PERSISTENCE_MODE)),
        gauge(67, "DCGM_FI_DEV_MIG_MODE", "0/1", "1 when MIG is on", reading(MIG_MODE)),
        gauge(
            69,
            "DCGM_FI_DEV_MIG_MAX_SLICES",
            "count",
            "Most GPU slices MIG can cut; 0 while MIG is off",
            reading(MIG_MAX_DEVICES)),
        gauge(
            74,
            "DCGM_FI_DEV_CC_MODE",
            "0/1",
            "1 when confidential computing is on",
            reading(CONFIDENTIAL_COMPUTE)),
        label(
            80,
            "DCGM_FI_DEV_ECC_INFOROM_VER",
            "Version of the ECC object in the InfoROM",
            text(INFOROM_ECC_VERSION)),
        label(
            81,
            "DCGM_FI_DEV_POWER_INFOROM_VER",
            "Version of the power object in the InfoROM",
            text(INFOROM_POWER_VERSION)),
        label(
            82,
            "DCGM_FI_DEV_INFOROM_IMAGE_VER",
            "Version of the whole InfoROM image",
            text(INFOROM_IMAGE_VERSION)),
        gauge(
            83,
            "DCGM_FI_DEV_INFOROM_CONFIG_CHECK",
            "checksum",
            "Checksum of the InfoROM configuration",
            reading(INFOROM_CHECKSUM)),
        gauge(
            84,
            "DCGM_FI_DEV_INFOROM_CONFIG_VALID",
            "0/1",
            "1 when the InfoROM passes validation",
            reading(INFOROM_VALID)),
        label(85, "DCGM_FI_DEV_VBIOS_VERSION", "Video BIOS version", text(VBIOS_VERSION)),
        gauge(
            94,
            "DCGM_FI_DEV_GPM_SUPPORT",
            "0/1",
            "1 when NVML GPM sampling works on this GPU",
            reading(GPM_SUPPORT)),
        gauge(
            500,
            "DCGM_FI_DEV_VIRTUAL_MODE",
            "enum",
            "Virtualization mode: 0 none, 1 pass-through, 2 vGPU guest, 3 vGPU host, 4 vSGA"
                + " host",
            reading(VIRTUALIZATION_MODE)),
        gauge(
            526,
            "DCGM_FI_DEV_VGPU_LICENSE_STATUS",
            "0/1",
            "1 when the guest driver holds a vGPU licence",
            licence()));
  }

  private static Source driverText(Function<DriverState.Ready, Reading<String>> text) {
    return Source.fact(
        "none",
        (row, out) -> {
          if (row.node().driver() instanceof DriverState.Ready ready) {
            text.apply(ready).toOptional().ifPresent(out::text);
          }
        });
  }

  private static Source gpuCount() {
    return Source.fact(
        "none",
        (row, out) -> {
          if (row.node().driver() instanceof DriverState.Ready ready) {
            out.add(ready.deviceCount());
          }
        });
  }

  private static Source cudaVersion() {
    return Source.fact(
        "none",
        (row, out) -> {
          if (row.node().driver() instanceof DriverState.Ready ready) {
            Source.convert(ready.cudaDriverVersion(), Conversion.NONE, out);
          }
        });
  }

  private static Source name() {
    return Source.fact(
        "of an instance: with its profile, as NVML names MIG devices",
        (row, out) -> {
          var name = row.gpu().identity().name();
          out.text(row.instance().map(mig -> name + " MIG " + mig.profile()).orElse(name));
        });
  }

  private static Source serial() {
    return Source.fact("none", (row, out) -> row.gpu().identity().serial().ifPresent(out::text));
  }

  /** An instance cut into several MIG devices has no UUID of its own. */
  private static Source uuid() {
    return Source.fact(
        "of an instance: its MIG device's, when it has just one",
        (row, out) -> {
          if (row.instance().isEmpty()) {
            out.text(row.gpu().identity().uuid());
          } else if (row.instance().get().computeInstances().size() == 1) {
            out.text(row.instance().get().computeInstances().getFirst().uuid());
          }
        });
  }

  private static Source pciBusId() {
    return Source.fact("none", (row, out) -> out.text(row.gpu().identity().pciBusId()));
  }

  /** A GPU that has no licensed features holds no licence: "not supported" is a known 0 here. */
  private static Source licence() {
    return Source.formula(
        "0 when not supported",
        List.of(VGPU_LICENSED),
        (row, out) -> {
          switch (row.get(VGPU_LICENSED)) {
            case Reading.Value<Long>(var held) -> out.add(held);
            case Reading.Unsupported<Long>() -> {
              if (row.readings().holds(VGPU_LICENSED)) {
                out.add(0);
              }
            }
            case Reading.Failed<Long>(var _, var _) -> {}
          }
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static io.gpunodeagent.agent.sampling.readers.Query.asking;
import static io.gpunodeagent.agent.sampling.readers.Query.askingWhether;
import static io.gpunodeagent.agent.sampling.readers.Query.flag;
import static io.gpunodeagent.agent.sampling.readers.Query.number;
import static io.gpunodeagent.agent.sampling.readers.Query.part;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.TextSignal;
import io.gpunodeagent.nvml.NvmlConfComputeState;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlFabricHealth;
import io.gpunodeagent.nvml.NvmlFabricInfo;
import io.gpunodeagent.nvml.NvmlFabricState;
import io.gpunodeagent.nvml.NvmlInforomObject;
import io.gpunodeagent.nvml.NvmlPlatformInfo;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import io.gpunodeagent.nvml.NvmlVirtualizationMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a GPU is and where it belongs: the calls behind signals that seldom or never change. */
final class FixedQueries {

  private static final UUID SINGLE_MACHINE = new UUID(0, 0);

  static final List<Query<?>> ROWS =
      List.of(
          asking(DeviceSignal.NVML_INDEX, NvmlDevice::index),
          asking(DeviceSignal.MINOR_NUMBER, NvmlDevice::minorNumber),
          asking(
              NvmlDevice::cudaComputeCapability,
              number(
                  DeviceSignal.COMPUTE_CAPABILITY,
                  capability -> (long) capability.major() << 16 | capability.minor())),
          asking(DeviceSignal.PCIE_MAX_GENERATION, NvmlDevice::maxPcieLinkGeneration),
          asking(DeviceSignal.PCIE_MAX_WIDTH, NvmlDevice::maxPcieLinkWidth),
          asking(
              NvmlDevice::virtualizationMode,
              number(DeviceSignal.VIRTUALIZATION_MODE, NvmlVirtualizationMode::value)),
          askingWhether(DeviceSignal.GPM_SUPPORT, NvmlDevice::gpmSupport),
          new Query<>(
              DeviceSignal.CONFIDENTIAL_COMPUTE.source(),
              target -> target.nvml().confComputeState(),
              List.of(flag(DeviceSignal.CONFIDENTIAL_COMPUTE, NvmlConfComputeState::enabled))),
          asking(
              NvmlDevice::gridLicensableFeatures,
              part(DeviceSignal.VGPU_LICENSED, VgpuLicense::reading)),
          // InfoROM and VBIOS
          asking(DeviceSignal.INFOROM_CHECKSUM, NvmlDevice::inforomConfigurationChecksum),
          askingWhether(DeviceSignal.INFOROM_VALID, FixedQueries::inforomValid),
          inforom(TextSignal.INFOROM_OEM_VERSION, NvmlInforomObject.OEM),
          inforom(TextSignal.INFOROM_ECC_VERSION, NvmlInforomObject.ECC),
          inforom(TextSignal.INFOROM_POWER_VERSION, NvmlInforomObject.POWER),
          asking(
              NvmlDevice::inforomImageVersion,
              part(TextSignal.INFOROM_IMAGE_VERSION, FixedQueries::text)),
          asking(NvmlDevice::vbiosVersion, part(TextSignal.VBIOS_VERSION, FixedQueries::text)),
          asking(NvmlDevice::brand, part(TextSignal.BRAND, BrandName::reading)),
          // Fabric
          asking(
              NvmlDevice::gpuFabricInfo,
              number(DeviceSignal.FABRIC_STATE, fabric -> fabric.state().value()),
              part(DeviceSignal.FABRIC_STATUS, FixedQueries::fabricStatus),
              part(DeviceSignal.FABRIC_CLIQUE_ID, FixedQueries::fabricClique),
              part(DeviceSignal.FABRIC_HEALTH_MASK, FixedQueries::fabricHealthMask),
              part(DeviceSignal.FABRIC_HEALTH_SUMMARY, FixedQueries::fabricHealthSummary),
              part(TextSignal.FABRIC_CLUSTER_UUID, FixedQueries::clusterUuid)),
          // Rack
          asking(
              NvmlDevice::platformInfo,
              number(DeviceSignal.PLATFORM_SLOT_NUMBER, NvmlPlatformInfo::slotNumber),
              number(DeviceSignal.PLATFORM_TRAY_INDEX, NvmlPlatformInfo::trayIndex),
              number(DeviceSignal.PLATFORM_HOST_ID, NvmlPlatformInfo::hostId),
              number(DeviceSignal.PLATFORM_PEER_TYPE, NvmlPlatformInfo::peerType),
              number(DeviceSignal.PLATFORM_MODULE_ID, NvmlPlatformInfo::moduleId),
              part(
                  TextSignal.PLATFORM_INFINIBAND_GUID, platform -> text(platform.infinibandGuid())),
              part(
                  TextSignal.PLATFORM_CHASSIS_SERIAL,
                  platform -> text(platform.chassisSerialNumber().orElse("")))));

  private FixedQueries() {}

  /** A text, or none where the driver leaves it empty. */
  private static Reading<String> text(String value) {
    return value.isBlank() ? Reading.unsupported() : Reading.of(value);
  }

  private static Query<String> inforom(TextSignal signal, NvmlInforomObject object) {
    return asking(device -> device.inforomVersion(object), part(signal, FixedQueries::text));
  }

  private static NvmlResult<Boolean> inforomValid(NvmlDevice device) {
    var code = device.validateInforom();
    if (code.isSuccess() || code.equals(NvmlReturn.CORRUPTED_INFOROM)) {
      return new NvmlResult.Success<>(code.isSuccess());
    }
    return new NvmlResult.Failure<>(DeviceSignal.INFOROM_VALID.source(), code);
  }

  private static Reading<Long> fabricStatus(NvmlFabricInfo fabric) {
    return reading(fabric.status().map(status -> (long) status.value()));
  }

  private static Reading<Long> fabricClique(NvmlFabricInfo fabric) {
    var clique = fabric.cliqueId();
    return clique.isPresent() ? Reading.of(clique.getAsLong()) : Reading.unsupported();
  }

  private static Reading<Long> fabricHealthMask(NvmlFabricInfo fabric) {
    return reading(fabric.health().map(NvmlFabricHealth::mask));
  }

  private static Reading<Long> fabricHealthSummary(NvmlFabricInfo fabric) {
    return reading(fabric.healthSummary().map(summary -> (long) summary.value()));
  }

  /** All zero for the fabric of a single machine. */
  private static Reading<String> clusterUuid(NvmlFabricInfo fabric) {
    return fabric.state().equals(NvmlFabricState.NOT_SUPPORTED)
        ? Reading.unsupported()
        : Reading.of(fabric.clusterUuid().orElse(SINGLE_MACHINE).toString());
  }

  private static <T> Reading<T> reading(Optional<T> value) {
    return value.map(Reading::of).orElseGet(Reading::unsupported);
  }
}

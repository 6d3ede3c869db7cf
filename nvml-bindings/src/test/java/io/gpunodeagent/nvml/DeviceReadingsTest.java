// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * Identity, load, memory, clocks, temperature, power and PCIe, as scenario and data sheets have
 * them.
 */
class DeviceReadingsTest extends TwoGpus {
  @Test
  void theDriverSaysWhatItIs() {
    assertThat(nvml.driverVersion().orElseThrow()).isEqualTo("580.105.08");
    assertThat(nvml.nvmlVersion().orElseThrow()).isEqualTo("13.580.105.08");
    assertThat(nvml.cudaDriverVersion().orElseThrow()).isEqualTo(13000);
    assertThat(nvml.driverBranch().orElseThrow()).isEqualTo("r580_00");
    assertThat(nvml.excludedDevices().orElseThrow()).isEmpty();
    assertThat(nvml.deviceCount().orElseThrow()).isEqualTo(2);
  }

  @Test
  void aDeviceIsFoundByEachOfItsNames() {
    String uuid = "GPU-11111111-2222-3333-4444-555555555555";

    assertThat(h100.uuid().orElseThrow()).isEqualTo(uuid);
    assertThat(nvml.deviceByUuid(uuid).orElseThrow().index().orElseThrow()).isZero();
    assertThat(nvml.deviceByPciBusId("0000:1c:00.0").orElseThrow().index().orElseThrow()).isOne();
    assertThat(nvml.deviceByUuid("GPU-no").code()).isEqualTo(NvmlReturn.NOT_FOUND);
    assertThat(nvml.device(2).code()).isEqualTo(NvmlReturn.INVALID_ARGUMENT);
    assertThat(nvml.devices().orElseThrow()).hasSize(2).allMatch(NvmlResult::isSuccess);
  }

  @Test
  void aDeviceSaysWhatItIs() {
    assertThat(h100.name().orElseThrow()).isEqualTo("NVIDIA H100 80GB HBM3");
    assertThat(h100.serial().orElseThrow()).isEqualTo("1654922006434");
    assertThat(h100.minorNumber().orElseThrow()).isEqualTo(3);
    assertThat(h100.moduleId().orElseThrow()).isEqualTo(5);
    assertThat(h100.brand().orElseThrow()).isEqualTo(NvmlBrand.NVIDIA);
    assertThat(h100.architecture().orElseThrow()).isEqualTo(NvmlArchitecture.HOPPER);
    assertThat(t4.architecture().orElseThrow()).isEqualTo(NvmlArchitecture.TURING);
    assertThat(h100.cudaComputeCapability().orElseThrow())
        .isEqualTo(new NvmlComputeCapability(9, 0));
    assertThat(h100.boardPartNumber().orElseThrow()).isEqualTo("692-2G520-0200-000");
    assertThat(h100.vbiosVersion().orElseThrow()).isEqualTo("96.00.99.00.01");
    assertThat(h100.inforomImageVersion().orElseThrow()).isEqualTo("G520.0200.00.05");
    assertThat(h100.memoryBusWidth().orElseThrow()).isEqualTo(5120);
    assertThat(h100.addressingMode().orElseThrow()).isEqualTo(NvmlAddressingMode.HMM);
    assertThat(h100.virtualizationMode().orElseThrow()).isEqualTo(NvmlVirtualizationMode.NONE);
  }

  @Test
  void aDeviceSaysWhereItIs() {
    NvmlPciInfo pci = h100.pciInfo().orElseThrow();

    assertThat(pci.busId()).isEqualTo("00000000:1B:00.0");
    assertThat(pci.domain()).isZero();
    assertThat(pci.bus()).isEqualTo(0x1B);
    assertThat(pci.device()).isZero();
    assertThat(pci.pciDeviceId()).isEqualTo(0x233010DEL);
    assertThat(pci.pciSubSystemId()).isEqualTo(0x16C110DEL);
    NvmlPciInfoExt extended = h100.pciInfoExt().orElseThrow();
    assertThat(extended.busId()).isEqualTo(pci.busId());
    assertThat(extended.pciDeviceId()).isEqualTo(pci.pciDeviceId());
    assertThat(extended.baseClass()).isEqualTo(3);
  }

  @Test
  void loadIsRead() {
    assertThat(h100.utilizationRates().orElseThrow()).isEqualTo(new NvmlUtilization(50, 20));
    assertThat(h100.encoderUtilization().orElseThrow().percent()).isEqualTo(5);
    assertThat(h100.encoderUtilization().orElseThrow().samplingPeriodMicros()).isPositive();
    assertThat(h100.decoderUtilization().orElseThrow().percent()).isZero();
    assertThat(h100.jpgUtilization().orElseThrow().percent()).isZero();
    assertThat(h100.ofaUtilization().orElseThrow().percent()).isZero();
    assertThat(t4.utilizationRates().orElseThrow().gpu()).isZero();
    assertThat(h100.performanceState().orElseThrow()).isEqualTo(OptionalInt.of(0));
  }

  @Test
  void memoryIsReadWithItsReservedPart() {
    NvmlMemory memory = h100.memoryInfo().orElseThrow();

    assertThat(memory.usedExcludesReserved()).isTrue();
    assertThat(memory.used()).isGreaterThanOrEqualTo(30L << 30);
    assertThat(memory.used() + memory.free() + memory.reserved().orElseThrow())
        .isEqualTo(memory.total());
    NvmlBar1Memory bar1 = h100.bar1MemoryInfo().orElseThrow();
    assertThat(bar1.total()).isEqualTo(131072L << 20);
    assertThat(bar1.free() + bar1.used()).isEqualTo(bar1.total());
  }

  @Test
  void clocksAreRead() {
    assertThat(h100.maxClockInfo(NvmlClockType.SM).orElseThrow()).isEqualTo(1980);
    assertThat(h100.maxClockInfo(NvmlClockType.MEM).orElseThrow()).isEqualTo(2619);
    assertThat(h100.maxCustomerBoostClock(NvmlClockType.GRAPHICS).orElseThrow()).isEqualTo(1980);
    assertThat(h100.clockInfo(NvmlClockType.SM).orElseThrow()).isBetween(300, 1980);
    assertThat(h100.clock(NvmlClockType.SM, NvmlClockId.CURRENT))
        .isEqualTo(h100.clockInfo(NvmlClockType.SM));
    assertThat(h100.supportedMemoryClocks().orElseThrow()).containsExactly(2619, 1593);
    assertThat(h100.supportedGraphicsClocks(2619).orElseThrow())
        .hasSize(110)
        .startsWith(1980, 1965)
        .endsWith(345);
    assertThat(h100.clocksEventReasons().orElseThrow().has(NvmlClocksEventReasons.GPU_IDLE))
        .isFalse();
    assertThat(t4.clocksEventReasons().orElseThrow().has(NvmlClocksEventReasons.GPU_IDLE)).isTrue();
    assertThat(h100.supportedClocksEventReasons().orElseThrow().mask()).isNotZero();
  }

  @Test
  void temperaturesAreRead() {
    assertThat(h100.temperature().orElseThrow()).isEqualTo(61);
    assertThat(t4.temperatureThreshold(NvmlTemperatureThreshold.SHUTDOWN).orElseThrow())
        .isEqualTo(96);
    assertThat(h100.temperatureThreshold(NvmlTemperatureThreshold.SHUTDOWN).isNotAvailable())
        .isTrue();
    assertThat(h100.marginTemperature().orElseThrow()).isLessThan(60);
    assertThat(h100.numFans().orElseThrow()).isZero();
    assertThat(h100.fanSpeed(0).isSuccess()).isFalse();
  }

  @Test
  void powerAndEnergyAreRead() {
    assertThat(h100.powerUsage().orElseThrow()).isEqualTo(400_000L);
    assertThat(h100.enforcedPowerLimit().orElseThrow()).isEqualTo(700_000L);
    assertThat(h100.powerManagementDefaultLimit().orElseThrow()).isEqualTo(700_000L);
    assertThat(h100.powerManagementLimitConstraints().orElseThrow())
        .isEqualTo(new NvmlPowerRange(200_000, 700_000));
    assertThat(h100.totalEnergyConsumption().orElseThrow()).isEqualTo(1000 + 120 * 400_000L);
    assertThat(h100.powerManagementMode().orElseThrow()).isTrue();
  }

  @Test
  void aPowerLimitIsSetWithinItsRange() {
    assertThat(h100.setPowerManagementLimit(500_000)).isEqualTo(NvmlReturn.SUCCESS);
    assertThat(h100.powerManagementLimit().orElseThrow()).isEqualTo(500_000L);
    assertThat(h100.setPowerManagementLimit(100_000)).isEqualTo(NvmlReturn.INVALID_ARGUMENT);
    assertThat(h100.powerManagementLimit().orElseThrow()).isEqualTo(500_000L);
  }

  @Test
  void pcieIsRead() {
    assertThat(h100.maxPcieLinkGeneration().orElseThrow()).isEqualTo(5);
    assertThat(h100.maxPcieLinkWidth().orElseThrow()).isEqualTo(16);
    assertThat(h100.currPcieLinkWidth().orElseThrow()).isEqualTo(16);
    assertThat(h100.currPcieLinkGeneration().orElseThrow()).isBetween(1, 5);
    assertThat(h100.pcieReplayCounter().orElseThrow()).isEqualTo(17);
    assertThat(h100.pcieThroughput(NvmlPcieUtilCounter.TX_BYTES).orElseThrow()).isPositive();
    assertThat(h100.pcieThroughput(NvmlPcieUtilCounter.RX_BYTES).orElseThrow()).isZero();
    assertThat(h100.pcieLinkMaxSpeed().orElseThrow()).isEqualTo(32_000L);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every figure of a struct lands in the component of its name: in C they all differ. */
class RareReadingsTest {
  @TempDir private static Path directory;
  private static Nvml nvml;
  private static NvmlDevice device;
  private static NvmlDevice older;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    nvml = Simulation.open(NvmlOptions.defaults().withLibrary(DistinctLibrary.compile(directory)));
    device = nvml.device(0).orElseThrow();
    older = nvml.device(1).orElseThrow();
  }

  @AfterAll
  static void close() {
    nvml.close();
  }

  @Test
  void virtualGpus() {
    List<NvmlVgpuInstance> vgpus = device.activeVgpus().orElseThrow();
    NvmlVgpuInstance second = vgpus.get(1);

    assertThat(vgpus).extracting(NvmlVgpuInstance::id).containsExactly(0xF0000001L, 7L);
    assertThat(second.fbUsage().orElseThrow()).isEqualTo(0x100000007L);
    assertThat(second.type().orElseThrow()).isEqualTo(107);
    assertThat(second.typeName().orElseThrow()).isEqualTo("GRID T4-8Q");
    assertThat(second.frameRateLimit().orElseThrow()).isEqualTo(67);
    assertThat(second.vmId().orElseThrow()).isEqualTo(new NvmlVmId("vm-7", NvmlVmIdType.UUID));
    assertThat(second.uuid().orElseThrow()).isEqualTo("vgpu-7");
    assertThat(second.licenseStatus().orElseThrow()).isTrue();
    assertThat(second.gpuInstanceId().orElseThrow()).hasValue(3);
    assertThat(vgpus.getFirst().gpuInstanceId().orElseThrow()).isEmpty();
    assertThat(vgpus.getFirst().fbUsage().orElseThrow()).isEqualTo(0x1F0000001L);
    assertThat(device.hostVgpuMode().orElseThrow()).isEqualTo(NvmlHostVgpuMode.SRIOV);
    assertThat(device.vgpuSchedulerState().orElseThrow())
        .isEqualTo(new NvmlVgpuSchedulerState(2, 1));
    assertThat(device.vgpuSchedulerCapabilities().orElseThrow())
        .isEqualTo(new NvmlVgpuSchedulerCapabilities(30, 20, true));
  }

  @Test
  void licences() {
    NvmlLicensableFeatures features = device.gridLicensableFeatures().orElseThrow();

    assertThat(features.supported()).isTrue();
    assertThat(features.features())
        .containsExactly(
            new NvmlLicensableFeatures.Feature(
                NvmlLicenseFeature.COMPUTE,
                true,
                false,
                "info",
                "product",
                NvmlLicenseExpiryStatus.VALID,
                Optional.of(Instant.parse("2027-02-03T04:05:06Z"))),
            new NvmlLicensableFeatures.Feature(
                NvmlLicenseFeature.GAMING,
                false,
                true,
                "",
                "",
                NvmlLicenseExpiryStatus.PERMANENT,
                Optional.empty()));
  }

  @Test
  void confidentialComputing() {
    assertThat(nvml.confComputeState().orElseThrow())
        .isEqualTo(new NvmlConfComputeState(2, true, false));
    assertThat(nvml.confComputeSettings().orElseThrow())
        .isEqualTo(new NvmlConfComputeSettings(1, false, true, 2));
    assertThat(nvml.confComputeCapabilities().orElseThrow())
        .isEqualTo(new NvmlConfComputeCapabilities(3, true));
    assertThat(device.confComputeMemSizeInfo().orElseThrow())
        .isEqualTo(new NvmlProtectedMemorySize(11, 12));
    assertThat(device.confComputeProtectedMemoryUsage().orElseThrow())
        .isEqualTo(new NvmlMemory(30, 20, 10, OptionalLong.empty()));
    assertThat(device.dramEncryptionMode().orElseThrow()).isEqualTo(new NvmlMode(false, true));
  }

  @Test
  void certificates() {
    NvmlGpuCertificate certificate = device.confComputeGpuCertificate().orElseThrow();

    assertThat(certificate.chain()).asString(StandardCharsets.US_ASCII).isEqualTo("chain");
    assertThat(certificate.attestationChain())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("attest");
  }

  @Test
  void attestation() {
    byte[] nonce = "0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    NvmlAttestationReport report = device.confComputeGpuAttestationReport(nonce).orElseThrow();

    assertThat(report.report())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("0123456789abcdef0123456789ABCDEF!");
    assertThat(report.cecReport()).asString(StandardCharsets.US_ASCII).isEqualTo("cec");
    assertThatThrownBy(() -> device.confComputeGpuAttestationReport(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void placesInARack() {
    assertThat(device.platformInfo().orElseThrow())
        .isEqualTo(
            new NvmlPlatformInfo(
                "11".repeat(16),
                Optional.of("0123456789ABCDEF"),
                Optional.empty(),
                201,
                202,
                203,
                204,
                205));
    assertThat(older.platformInfo().orElseThrow())
        .isEqualTo(
            new NvmlPlatformInfo(
                "11".repeat(16),
                Optional.empty(),
                Optional.of("22".repeat(16)),
                201,
                202,
                203,
                204,
                205));
  }

  @Test
  void links() {
    assertThat(device.nvLinkInfo().orElseThrow())
        .isEqualTo(
            new NvmlNvLinkInfo(
                true,
                List.of(
                    new NvmlNvLinkInfo.Firmware(1, 2, 3, 4),
                    new NvmlNvLinkInfo.Firmware(5, 6, 7, 8))));
    assertThat(older.nvLinkInfo().orElseThrow()).isEqualTo(new NvmlNvLinkInfo(true, List.of()));
    assertThat(device.nvlinkBwMode().orElseThrow())
        .isEqualTo(new NvmlNvLinkBandwidthMode(254, true));
    assertThat(device.nvlinkSupportedBwModes().orElseThrow()).containsExactly(0, 9, 255);
    assertThat(device.nvLinkUtilizationCounter(3, 1).orElseThrow())
        .isEqualTo(new NvmlNvLinkUtilization(1003, 2001));
  }

  @Test
  void memoryErrors() {
    assertThat(device.sramEccErrorStatus().orElseThrow())
        .isEqualTo(new NvmlSramEccErrorStatus(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, true));
    assertThat(device.sramUniqueUncorrectedEccErrorCounts().orElseThrow())
        .containsExactly(
            new NvmlSramUniqueError(1, 2, 3, 4, 5, true, 7),
            new NvmlSramUniqueError(11, 12, 13, 14, 15, false, 17));
    assertThat(
            device
                .detailedEccErrors(
                    NvmlMemoryErrorType.UNCORRECTED, NvmlEccCounterType.AGGREGATE_ECC)
                .orElseThrow())
        .isEqualTo(new NvmlEccErrorCounts(11, 21, 30, 40));
    assertThat(device.repairStatus().orElseThrow()).isEqualTo(new NvmlRepairStatus(false, true));
    assertThat(device.rowRemapperHistogram().orElseThrow())
        .isEqualTo(new NvmlRowRemapperHistogram(1, 2, 3, 4, 5));
  }

  @Test
  void clocksAndTemperatures() {
    assertThat(device.clkMonStatus().orElseThrow())
        .isEqualTo(
            new NvmlClockMonitorStatus(
                true,
                List.of(
                    new NvmlClockMonitorStatus.Fault(1, 2),
                    new NvmlClockMonitorStatus.Fault(3, 4))));
    assertThat(device.clockOffsets(NvmlClockType.MEM, 5).orElseThrow())
        .isEqualTo(new NvmlClockOffset(-5, -102, 300));
    assertThat(device.thermalSettings(15).orElseThrow())
        .containsExactly(
            new NvmlThermalSensor(
                NvmlThermalController.GPU_INTERNAL, -10, 90, 40, NvmlThermalTarget.GPU),
            new NvmlThermalSensor(
                NvmlThermalController.UNKNOWN, -11, 91, 41, NvmlThermalTarget.MEMORY));
    assertThat(device.thermalSettings(0).orElseThrow()).hasSize(1);
  }

  @Test
  void enginesAndSamples() {
    assertThat(device.dynamicPstatesInfo().orElseThrow())
        .isEqualTo(
            new NvmlDynamicPstates(
                OptionalInt.of(10), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(13)));
    assertThat(device.encoderSessions().orElseThrow())
        .containsExactly(
            new NvmlEncoderSession(1, 2, 3, NvmlEncoderType.AV1, 5, 6, 7, 8),
            new NvmlEncoderSession(11, 12, 0, new NvmlEncoderType(99), 15, 16, 17, 18));
    assertThat(device.encoderStats().orElseThrow()).isEqualTo(new NvmlSessionStats(1, 2, 3));
    assertThat(device.fbcStats().orElseThrow()).isEqualTo(new NvmlSessionStats(4, 5, 6));
    assertThat(device.samples(NvmlSamplingType.MEMORY_CLK_SAMPLES, 1000).orElseThrow())
        .extracting(NvmlSample::timestampMicros, sample -> sample.value().asDouble())
        .containsExactly(tuple(1001L, 0.5), tuple(1002L, 6.0));
  }

  @Test
  void processes() {
    assertThat(device.runningProcessDetailList(NvmlProcessMode.MPS).orElseThrow())
        .containsExactly(
            new NvmlProcessDetail(
                102, OptionalLong.of(2), OptionalInt.of(3), OptionalInt.of(4), OptionalLong.of(5)),
            new NvmlProcessDetail(
                6,
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty()));
    assertThat(device.processesUtilizationInfo(50).orElseThrow())
        .containsExactly(
            new NvmlProcessUtilization(2, 51, 3, 4, 5, 6, OptionalInt.of(7), OptionalInt.of(8)));
  }

  @Test
  void accounts() {
    assertThat(device.accountingPids().orElseThrow())
        .isEqualTo(IntStream.rangeClosed(1, 4000).boxed().toList());
    assertThat(device.accountingStats(9).orElseThrow())
        .isEqualTo(new NvmlAccountingStats(9, 2, OptionalLong.empty(), 4, 5, true));
    assertThat(device.accountingSums(40).orElseThrow())
        .isEqualTo(new NvmlAccountingSums(true, 42, 3, OptionalLong.of(4), 5, 6, 7, 8, 9));
  }

  @Test
  void excludedDevices() {
    assertThat(nvml.excludedDevices().orElseThrow())
        .extracting(NvmlExcludedDevice::uuid, excluded -> excluded.pciInfo().bus())
        .containsExactly(tuple("GPU-a", 40), tuple("GPU-b", 41));
  }

  @Test
  void theAdjustedPowerLimit() {
    assertThat(device.adaptiveTgpModeInfo().orElseThrow())
        .isEqualTo(new NvmlAdaptiveTgp(true, true, false, true, 0xF0000000L));
  }
}

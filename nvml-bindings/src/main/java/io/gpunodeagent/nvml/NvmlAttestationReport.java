// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.SecurityStructs.ConfComputeGpuAttestationReport;
import java.util.Arrays;

/** A report by which a GPU proves what it runs ({@code nvmlConfComputeGpuAttestationReport_t}). */
public final class NvmlAttestationReport {
  private static final int NONCE_SIZE = 32;
  private static final int REPORT_SIZE = 8192;
  private static final int CEC_REPORT_SIZE = 4096;

  private final byte[] report;
  private final byte[] cecReport;

  private NvmlAttestationReport(byte[] report, byte[] cecReport) {
    this.report = report;
    this.cecReport = cecReport;
  }

  static NvmlResult<NvmlAttestationReport> read(NvmlHandle device, byte[] nonce) {
    if (nonce.length != NONCE_SIZE) {
      throw new IllegalArgumentException(
          "a nonce has " + NONCE_SIZE + " bytes, not " + nonce.length);
    }
    return device.readPrepared(
        "nvmlDeviceGetConfComputeGpuAttestationReport",
        NvmlFunctions::nvmlDeviceGetConfComputeGpuAttestationReport,
        ConfComputeGpuAttestationReport.SIZEOF,
        request -> request.putBytes(ConfComputeGpuAttestationReport.NONCE, nonce),
        NvmlAttestationReport::of);
  }

  private static NvmlAttestationReport of(Scratch scratch) {
    int size = scratch.count(ConfComputeGpuAttestationReport.ATTESTATION_REPORT_SIZE);
    int cecSize =
        scratch.flag(ConfComputeGpuAttestationReport.IS_CEC_ATTESTATION_REPORT_PRESENT)
            ? scratch.count(ConfComputeGpuAttestationReport.CEC_ATTESTATION_REPORT_SIZE)
            : 0;
    return new NvmlAttestationReport(
        scratch.bytes(
            ConfComputeGpuAttestationReport.ATTESTATION_REPORT, Math.min(size, REPORT_SIZE)),
        scratch.bytes(
            ConfComputeGpuAttestationReport.CEC_ATTESTATION_REPORT,
            Math.min(cecSize, CEC_REPORT_SIZE)));
  }

  /** {@return a copy of the GPU's report} */
  public byte[] report() {
    return Arrays.copyOf(report, report.length);
  }

  /**
   * {@return a copy of the report of its controller for embedded security (CEC); empty without one}
   */
  public byte[] cecReport() {
    return Arrays.copyOf(cecReport, cecReport.length);
  }
}

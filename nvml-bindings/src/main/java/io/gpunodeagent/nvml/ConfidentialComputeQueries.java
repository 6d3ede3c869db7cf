// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.SecurityStructs;

/** Confidential computing on a GPU. {@link NvmlReturn#NOT_SUPPORTED} where it is off. */
public sealed interface ConfidentialComputeQueries permits NvmlDevice {
  /**
   * {@return how much of the memory is protected, in KiB} {@code
   * nvmlDeviceGetConfComputeMemSizeInfo}, since driver 535.
   */
  default NvmlResult<NvmlProtectedMemorySize> confComputeMemSizeInfo() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetConfComputeMemSizeInfo",
            NvmlFunctions::nvmlDeviceGetConfComputeMemSizeInfo,
            SecurityStructs.ConfComputeMemSizeInfo.SIZEOF,
            NvmlProtectedMemorySize::of);
  }

  /**
   * {@return how much of the protected memory is used, in bytes} {@code
   * nvmlDeviceGetConfComputeProtectedMemoryUsage}, since driver 535.
   */
  default NvmlResult<NvmlMemory> confComputeProtectedMemoryUsage() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetConfComputeProtectedMemoryUsage",
            NvmlFunctions::nvmlDeviceGetConfComputeProtectedMemoryUsage,
            LoadStructs.Memory.SIZEOF,
            NvmlMemory::ofVersion1);
  }

  /**
   * {@return the certificates that prove the identity of the GPU} {@code
   * nvmlDeviceGetConfComputeGpuCertificate}, since driver 535.
   */
  default NvmlResult<NvmlGpuCertificate> confComputeGpuCertificate() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetConfComputeGpuCertificate",
            NvmlFunctions::nvmlDeviceGetConfComputeGpuCertificate,
            SecurityStructs.ConfComputeGpuCertificate.SIZEOF,
            NvmlGpuCertificate::of);
  }

  /**
   * {@return a report by which the GPU proves what it runs} {@code
   * nvmlDeviceGetConfComputeGpuAttestationReport}, since driver 535.
   *
   * @param nonce 32 bytes of the caller's choice, which the report contains
   */
  default NvmlResult<NvmlAttestationReport> confComputeGpuAttestationReport(byte[] nonce) {
    return NvmlAttestationReport.read(on(this), nonce);
  }

  /**
   * {@return whether memory is encrypted now, and after the next reset} Blackwell and newer. {@code
   * nvmlDeviceGetDramEncryptionMode}, since driver 570.
   */
  default NvmlResult<NvmlMode> dramEncryptionMode() {
    return DramEncryption.read(on(this));
  }
}

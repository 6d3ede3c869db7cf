package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.SecurityStructs;

/** Confidential computing on a GPU. {@link NvmlReturn#NOT_SUPPORTED} where it is off. */
public sealed interface ConfidentialComputeQueries permits NvmlDevice {
  /**
   * How much of the memory is protected. {@code nvmlDeviceGetConfComputeMemSizeInfo}, since driver
   * 535.
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
   * How much of the protected memory is used. {@code nvmlDeviceGetConfComputeProtectedMemoryUsage},
   * since driver 535.
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
   * The certificates by which the GPU proves what it is. {@code
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
   * A report by which the GPU proves what it runs. {@code nonce} is 32 bytes, which come back
   * inside the report. {@code nvmlDeviceGetConfComputeGpuAttestationReport}, since driver 535.
   */
  default NvmlResult<NvmlAttestationReport> confComputeGpuAttestationReport(byte[] nonce) {
    return NvmlAttestationReport.read(on(this), nonce);
  }

  /**
   * Whether memory is encrypted, and will be after a reset. Blackwell and newer. {@code
   * nvmlDeviceGetDramEncryptionMode}, since driver 570.
   */
  default NvmlResult<NvmlMode> dramEncryptionMode() {
    return DramEncryption.read(on(this));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about confidential computing (x86-64 and
 * AArch64 Linux). A class is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant
 * after its field; a test compares each with the C compiler's answer.
 */
public final class SecurityStructs {
  private SecurityStructs() {}

  /** {@code nvmlConfComputeSystemState_t}. */
  public static final class ConfComputeSystemState {
    public static final int SIZEOF = 12;
    public static final int ENVIRONMENT = 0;
    public static final int CC_FEATURE = 4;
    public static final int DEV_TOOLS_MODE = 8;

    private ConfComputeSystemState() {}
  }

  /** {@code nvmlSystemConfComputeSettings_v1_t}. */
  public static final class SystemConfComputeSettingsV1 {
    public static final int SIZEOF = 20;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int ENVIRONMENT = 4;
    public static final int CC_FEATURE = 8;
    public static final int DEV_TOOLS_MODE = 12;
    public static final int MULTI_GPU_MODE = 16;

    private SystemConfComputeSettingsV1() {}
  }

  /** {@code nvmlConfComputeSystemCaps_t}. */
  public static final class ConfComputeSystemCaps {
    public static final int SIZEOF = 8;
    public static final int CPU_CAPS = 0;
    public static final int GPUS_CAPS = 4;

    private ConfComputeSystemCaps() {}
  }

  /** {@code nvmlConfComputeMemSizeInfo_t}. */
  public static final class ConfComputeMemSizeInfo {
    public static final int SIZEOF = 16;
    public static final int PROTECTED_MEM_SIZE_KIB = 0;
    public static final int UNPROTECTED_MEM_SIZE_KIB = 8;

    private ConfComputeMemSizeInfo() {}
  }

  /** {@code nvmlConfComputeGpuCertificate_t}. */
  public static final class ConfComputeGpuCertificate {
    public static final int SIZEOF = 9224;
    public static final int CERT_CHAIN_SIZE = 0;
    public static final int ATTESTATION_CERT_CHAIN_SIZE = 4;
    public static final int CERT_CHAIN = 8;
    public static final int ATTESTATION_CERT_CHAIN = 4104;

    private ConfComputeGpuCertificate() {}
  }

  /** {@code nvmlConfComputeGpuAttestationReport_t}. */
  public static final class ConfComputeGpuAttestationReport {
    public static final int SIZEOF = 12332;
    public static final int IS_CEC_ATTESTATION_REPORT_PRESENT = 0;
    public static final int ATTESTATION_REPORT_SIZE = 4;
    public static final int CEC_ATTESTATION_REPORT_SIZE = 8;
    public static final int NONCE = 12;
    public static final int ATTESTATION_REPORT = 44;
    public static final int CEC_ATTESTATION_REPORT = 8236;

    private ConfComputeGpuAttestationReport() {}
  }

  /** {@code nvmlDramEncryptionInfo_v1_t}. */
  public static final class DramEncryptionInfoV1 {
    public static final int SIZEOF = 8;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int ENCRYPTION_STATE = 4;

    private DramEncryptionInfoV1() {}
  }
}

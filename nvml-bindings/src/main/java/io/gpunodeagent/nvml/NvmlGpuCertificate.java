// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.SecurityStructs.ConfComputeGpuCertificate;
import java.util.Arrays;

/** The certificates that prove the identity of a GPU ({@code nvmlConfComputeGpuCertificate_t}). */
public final class NvmlGpuCertificate {
  private static final int CHAIN_SIZE = 4096;
  private static final int ATTESTATION_CHAIN_SIZE = 5120;

  private final byte[] chain;
  private final byte[] attestationChain;

  private NvmlGpuCertificate(byte[] chain, byte[] attestationChain) {
    this.chain = chain;
    this.attestationChain = attestationChain;
  }

  static NvmlGpuCertificate of(Scratch scratch) {
    int chain = scratch.count(ConfComputeGpuCertificate.CERT_CHAIN_SIZE);
    int attestation = scratch.count(ConfComputeGpuCertificate.ATTESTATION_CERT_CHAIN_SIZE);
    return new NvmlGpuCertificate(
        scratch.bytes(ConfComputeGpuCertificate.CERT_CHAIN, Math.min(chain, CHAIN_SIZE)),
        scratch.bytes(
            ConfComputeGpuCertificate.ATTESTATION_CERT_CHAIN,
            Math.min(attestation, ATTESTATION_CHAIN_SIZE)));
  }

  /** {@return a copy of the certificate chain in PEM format} */
  public byte[] chain() {
    return Arrays.copyOf(chain, chain.length);
  }

  /** {@return a copy, in PEM format, of the chain of the key that signs attestation reports} */
  public byte[] attestationChain() {
    return Arrays.copyOf(attestationChain, attestationChain.length);
  }
}

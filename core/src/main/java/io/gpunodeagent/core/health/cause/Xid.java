// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

/**
 * What is known of an XID code.
 *
 * @param code the number in NVML events and in the kernel log
 * @param meaning a few words
 * @param severity what it says about the GPU
 * @param action what is recommended
 * @param recoveryReported whether drivers from 565 on say, by the recovery action they want, when
 *     the GPU has got over it (and raise XID 154 beside it)
 * @param source where the facts are from
 */
public record Xid(
    int code,
    String meaning,
    Severity severity,
    HealthAction action,
    boolean recoveryReported,
    Source source) {

  /** Whether the GPU may be trusted as before: a note, or the fault of an application. */
  public boolean leavesGpuAsItWas() {
    return switch (severity) {
      case INFORMATIONAL, APPLICATION -> true;
      case DEGRADED, FATAL, UNKNOWN -> false;
    };
  }

  /** What an XID says about the GPU it is reported for. */
  public enum Severity {
    /** A note; the GPU is as it was. */
    INFORMATIONAL,
    /** The application failed; the GPU is as it was. */
    APPLICATION,
    /** The GPU works on, with less than it should have or with a repair due. */
    DEGRADED,
    /** The GPU needs a reset or more before it may be trusted. */
    FATAL,
    /** Nobody says what it means: the GPU cannot be called healthy. */
    UNKNOWN
  }

  /** The documents of NVIDIA's that the catalogue was made from. */
  public enum Source {
    /** For Ampere and newer; the actions are its immediate resolution. */
    CATALOG("NVIDIA Xid Errors: Analyzing Xid Errors with the Xid Catalog"),
    /** For Volta and older; says who may be at fault, not what to do. */
    OLDER_CATALOG("NVIDIA Xid Errors, archive: Xid and SXid Errors for older GPUs"),
    /** Memory errors in particular. */
    MEMORY("NVIDIA GPU Memory Error Management"),
    /** NVML's own number for an XID it has no number for. */
    NVML("NVML API Reference: event data of XID events"),
    /** None. */
    NONE("no public document");

    private final String title;

    Source(String title) {
      this.title = title;
    }

    /** The document's title. */
    public String title() {
      return title;
    }
  }
}

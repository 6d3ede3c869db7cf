// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import java.util.Comparator;
import java.util.OptionalInt;

/**
 * What the driver says of an XID.
 *
 * @param code its number; 999 where NVML does not know it
 * @param gpuInstanceId the GPU instance it hit, under MIG; empty where the driver names none
 * @param nonFatal whether the driver itself calls it Nonfatal, which only the kernel log tells
 */
public record XidKind(int code, OptionalInt gpuInstanceId, boolean nonFatal) {

  /** By code, then by instance, the whole GPU first. */
  public static final Comparator<XidKind> ORDER =
      Comparator.comparingInt(XidKind::code)
          .thenComparingInt(kind -> kind.gpuInstanceId().orElse(-1))
          .thenComparing(XidKind::nonFatal);

  /** One of the whole GPU that the driver does not weigh. */
  public static XidKind of(int code) {
    return new XidKind(code, OptionalInt.empty(), false);
  }

  /** Whether {@code other} may be the same error, reported by another source. */
  public boolean mayBe(XidKind other) {
    return code == other.code
        && (gpuInstanceId.isEmpty()
            || other.gpuInstanceId.isEmpty()
            || gpuInstanceId.equals(other.gpuInstanceId));
  }

  /** Whether it concerns a GPU instance, or without one the whole GPU. */
  public boolean concerns(OptionalInt instance) {
    return instance.isEmpty() || gpuInstanceId.isEmpty() || gpuInstanceId.equals(instance);
  }

  /** The same, called Nonfatal by the driver. */
  public XidKind asNonFatal() {
    return new XidKind(code, gpuInstanceId, true);
  }
}

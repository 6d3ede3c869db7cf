// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

/** Something the driver wrote to the kernel log that is no XID and that NVML does not report. */
public sealed interface DriverMessage {

  /** The device it is about, as {@code 00000000:1B:00.0}: a GPU or an NVSwitch. */
  String pciBusId();

  /** A GPU has fallen off the bus. */
  record OffBus(String pciBusId) implements DriverMessage {}

  /** A GPU could not be initialised ({@code RmInitAdapter failed}). */
  record InitFailed(String pciBusId) implements DriverMessage {}

  /**
   * An error of an NVSwitch (SXid).
   *
   * @param pciBusId of the switch
   * @param code the SXid's number
   * @param fatal whether the driver called it fatal
   */
  record SwitchError(String pciBusId, int code, boolean fatal) implements DriverMessage {}
}

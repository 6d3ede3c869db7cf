// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.agent.sampling.calls.PciBusId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An XID the kernel module wrote to the log.
 *
 * @param pciBusId of the GPU in NVML's form, {@code 00000000:1B:00.0}
 * @param code the XID's number
 * @param gpuInstanceId the GPU instance it hit, under MIG
 * @param nonFatal whether the driver itself calls it Nonfatal, as it does with some of 144 to 150
 */
record KernelXid(String pciBusId, int code, OptionalInt gpuInstanceId, boolean nonFatal)
    implements KernelMessage {

  private static final Pattern XID =
      Pattern.compile(
          ("NVRM: Xid \\(PCI:" + PciBusId.PATTERN)
              + "(?: GPU-I:(\\d{1,4}))?(?: GPU-CI:\\d{1,4})?\\): (\\d{1,5})(?!\\d)");

  /** Longer than any name a process can give itself, so that none can be mistaken for it. */
  private static final Pattern RATED =
      Pattern.compile(", [A-Z0-9_]{1,32} {1,8}(Nonfatal|Fatal) {1,8}XC\\d i\\d{1,3} Link ");

  /** The XID that a message of the kernel is about, if it is one. */
  static Optional<KernelXid> of(String message) {
    var xid = XID.matcher(message);
    if (!xid.lookingAt()) {
      return Optional.empty();
    }
    var rest = RATED.matcher(message);
    rest.region(xid.end(), message.length());
    var instance = xid.group(2);
    return Optional.of(
        new KernelXid(
            PciBusId.canonical(xid.group(1)),
            Integer.parseInt(xid.group(3)),
            instance == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(instance)),
            rest.find() && rest.group(1).equals("Nonfatal")));
  }
}

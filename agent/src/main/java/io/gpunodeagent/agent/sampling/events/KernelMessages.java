// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.agent.sampling.calls.PciBusId;
import io.gpunodeagent.core.snapshot.DriverMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds in the lines of a kernel log what the driver says of GPUs and NVSwitches. Some drivers
 * spread one sentence over several lines or records. Confined to one thread.
 */
final class KernelMessages {

  private static final Pattern OFF_BUS =
      Pattern.compile(
          ("NVRM: GPU (?:at )?(?:PCI:)?" + PciBusId.PATTERN)
              + ":? (?:GPU )?has fallen off the bus");

  private static final Pattern OFF_BUS_BEGINS =
      Pattern.compile("NVRM: The NVIDIA GPU " + PciBusId.PATTERN + "(?![0-9a-fA-F:])");

  private static final Pattern OFF_BUS_ENDS =
      Pattern.compile("NVRM: (?:.{0,80}installed in this system has )?fallen off the bus");

  private static final Pattern INIT_FAILED =
      Pattern.compile("NVRM: GPU " + PciBusId.PATTERN + ": RmInitAdapter failed!");

  private static final Pattern SWITCH_ERROR =
      Pattern.compile(
          ("nvidia-nvswitch\\d{1,3}: SXid \\(PCI:" + PciBusId.PATTERN)
              + "\\): (\\d{1,6}), (Fatal|Non-fatal),");

  /** Messages of others may come between the lines of a sentence. */
  private static final int LONGEST_SENTENCE = 8;

  private String begun = "";
  private int left;

  /** What {@code line} says, with the lines before it. */
  List<KernelMessage> of(String line) {
    var found = new ArrayList<KernelMessage>();
    for (var message : KernelLine.messages(line)) {
      KernelXid.of(message)
          .<KernelMessage>map(xid -> xid)
          .or(() -> ofDriver(message).map(KernelMessage.OfDriver::new))
          .ifPresent(found::add);
    }
    return found;
  }

  private Optional<DriverMessage> ofDriver(String message) {
    var whole = bus(OFF_BUS, message).<DriverMessage>map(DriverMessage.OffBus::new);
    return whole
        .or(() -> offBusByParts(message))
        .or(() -> bus(INIT_FAILED, message).map(DriverMessage.InitFailed::new))
        .or(() -> switchError(message));
  }

  private Optional<DriverMessage> offBusByParts(String message) {
    var begins = bus(OFF_BUS_BEGINS, message);
    if (begins.isPresent()) {
      begun = begins.get();
      left = LONGEST_SENTENCE;
    } else if (left > 0) {
      left--;
      if (OFF_BUS_ENDS.matcher(message).lookingAt()) {
        left = 0;
        return Optional.of(new DriverMessage.OffBus(begun));
      }
    }
    return Optional.empty();
  }

  /** Lines without a word for its weight repeat an error's details. */
  private static Optional<DriverMessage> switchError(String message) {
    var error = SWITCH_ERROR.matcher(message);
    return error.lookingAt()
        ? Optional.of(
            new DriverMessage.SwitchError(
                PciBusId.canonical(error.group(1)),
                Integer.parseInt(error.group(2)),
                error.group(3).equals("Fatal")))
        : Optional.empty();
  }

  private static Optional<String> bus(Pattern pattern, String message) {
    var matcher = pattern.matcher(message);
    return matcher.lookingAt()
        ? Optional.of(PciBusId.canonical(matcher.group(1)))
        : Optional.empty();
  }
}

package io.gpunodeagent.agent.sampling;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XID the kernel module wrote to the log.
 *
 * @param pciBusId of the GPU in NVML's form, {@code 00000000:1B:00.0}
 * @param code the XID's number
 * @param gpuInstanceId the GPU instance it hit, under MIG
 */
record KernelXid(String pciBusId, int code, OptionalInt gpuInstanceId) {

  /** {@code priority,sequence,microseconds,flags[,…];}: how /dev/kmsg begins a record. */
  private static final Pattern HEAD = Pattern.compile("(\\d{1,9}),\\d+,\\d+,[^;]{0,64};");

  /** What syslog puts before a kernel message: anything, then {@code kernel:} or the uptime. */
  private static final Pattern SYSLOG_HEAD =
      Pattern.compile("(?:.{0,128}?(?:kernel: |\\[ *\\d+\\.\\d+\\] ){1,3})?");

  private static final Pattern XID =
      Pattern.compile(
          "NVRM: Xid \\(PCI:([0-9a-fA-F]{4,8}):([0-9a-fA-F]{2}):([0-9a-fA-F]{2})(?:\\.[0-7])?"
              + "(?: GPU-I:(\\d{1,4}))?(?: GPU-CI:\\d{1,4})?\\): (\\d{1,5})(?!\\d)");

  /** Priorities below this one are the kernel's own; a process that writes to the log gets more. */
  private static final int FIRST_FOREIGN_PRIORITY = 8;

  /** What one line of the kernel log says of an XID, if anything. */
  static Optional<KernelXid> parse(String line) {
    var head = HEAD.matcher(line);
    if (head.lookingAt()) {
      return Integer.parseInt(head.group(1)) < FIRST_FOREIGN_PRIORITY
          ? xidAt(line, head.end())
          : Optional.empty();
    }
    var syslogHead = SYSLOG_HEAD.matcher(line);
    return syslogHead.lookingAt() ? xidAt(line, syslogHead.end()) : Optional.empty();
  }

  private static Optional<KernelXid> xidAt(String line, int start) {
    Matcher xid = XID.matcher(line);
    xid.region(start, line.length());
    if (!xid.lookingAt()) {
      return Optional.empty();
    }
    var busId = xid.group(1) + ":" + xid.group(2) + ":" + xid.group(3) + ".0";
    var instance = xid.group(4);
    return Optional.of(
        new KernelXid(
            PciBusId.canonical(busId),
            Integer.parseInt(xid.group(5)),
            instance == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(instance))));
  }
}

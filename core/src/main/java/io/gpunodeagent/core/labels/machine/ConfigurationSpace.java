// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.machine;

/**
 * Finds NVIDIA's vendor-specific capability in a PCI configuration space. The bytes come from a
 * device that may be broken: every step is bounded, also where a length is 0 or points outside.
 */
final class ConfigurationSpace {

  private static final int SIZE = 256;
  private static final int STATUS = 0x06;
  private static final int HAS_CAPABILITIES = 0x10;
  private static final int FIRST_CAPABILITY = 0x34;
  private static final int VENDOR_SPECIFIC = 0x09;
  private static final int FIRST_RECORD = 5;
  private static final int TEXT = 10;

  private final byte[] space;

  private ConfigurationSpace(byte[] space) {
    this.space = space;
  }

  static VgpuCapability vgpu(byte[] bytes) {
    if (bytes.length < SIZE) {
      return new VgpuCapability.Unreadable();
    }
    return new ConfigurationSpace(bytes).vgpu();
  }

  private int at(int position) {
    return position < SIZE ? Byte.toUnsignedInt(space[position]) : 0;
  }

  private VgpuCapability vgpu() {
    int start = vendorSpecific();
    boolean virtual =
        start > 0 && at(start + 3) == 'V' && at(start + 4) == 'F' && at(start + 2) > 4;
    return virtual ? host(start, start + at(start + 2)) : new VgpuCapability.None();
  }

  /** Where the capability begins; 0 without one. */
  private int vendorSpecific() {
    if ((at(STATUS) & HAS_CAPABILITIES) == 0) {
      return 0;
    }
    int position = at(FIRST_CAPABILITY);
    for (int step = 0; step < SIZE && position != 0 && at(position) != 0xff; step++) {
      if (at(position) == VENDOR_SPECIFIC) {
        return position;
      }
      position = at(position + 1);
    }
    return 0;
  }

  /** Record 0 holds the host's driver: version and branch, ten bytes each. */
  private VgpuCapability host(int start, int end) {
    int record = start + FIRST_RECORD;
    while (record + 1 < end && at(record) != 0 && at(record + 1) != 0) {
      record += at(record + 1);
    }
    int version = record + 2;
    int branch = version + TEXT;
    boolean whole = at(record) == 0 && branch + TEXT <= Math.min(end, SIZE);
    return whole
        ? new VgpuCapability.Guest(text(version), text(branch))
        : new VgpuCapability.GuestOfUnknownHost();
  }

  /** The text without the NULs around it. */
  private String text(int from) {
    var text = new StringBuilder();
    for (int i = from; i < from + TEXT; i++) {
      text.append((char) at(i));
    }
    return text.toString().replaceAll("^\\x00+|\\x00+$", "");
  }
}

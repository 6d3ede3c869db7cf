// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import java.util.Locale;

/** PCI addresses in the form the agent uses: {@code 00000000:1B:00.0}. */
public final class PciBusId {

  /** An address in a text, as one group: domain of 4 to 8 digits, with or without a function. */
  public static final String PATTERN =
      "([0-9a-fA-F]{4,8}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2}(?:\\.[0-7])?)";

  private static final int DOMAIN_DIGITS = 8;

  private PciBusId() {}

  /** The same address with an eight-digit domain and function 0 if it has none, in upper case. */
  public static String canonical(String busId) {
    int domainEnd = busId.indexOf(':');
    int missing = domainEnd < 0 ? 0 : Math.max(0, DOMAIN_DIGITS - domainEnd);
    var whole = busId.indexOf('.') < 0 && domainEnd >= 0 ? busId + ".0" : busId;
    return ("0".repeat(missing) + whole).toUpperCase(Locale.ROOT);
  }
}

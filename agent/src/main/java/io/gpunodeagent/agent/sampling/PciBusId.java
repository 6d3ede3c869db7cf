package io.gpunodeagent.agent.sampling;

import java.util.Locale;

/** PCI addresses in the form the agent uses: {@code 00000000:1B:00.0}. */
final class PciBusId {

  private static final int DOMAIN_DIGITS = 8;

  private PciBusId() {}

  /** The same address with an eight-digit domain, in upper case. */
  static String canonical(String busId) {
    int domainEnd = busId.indexOf(':');
    int missing = domainEnd < 0 ? 0 : Math.max(0, DOMAIN_DIGITS - domainEnd);
    return ("0".repeat(missing) + busId).toUpperCase(Locale.ROOT);
  }
}

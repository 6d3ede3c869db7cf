// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import java.time.Duration;
import java.util.Locale;

/** What came of a request. */
public sealed interface OtlpAnswer {

  /**
   * It was taken.
   *
   * @param rejected points of it that were not
   * @param message why; or a warning, where none was rejected; empty text for none
   */
  record Accepted(long rejected, String message) implements OtlpAnswer {}

  /**
   * It may be sent again later.
   *
   * @param asked how long the receiver asks to wait; zero when it does not say
   * @param reason one line
   */
  record Unavailable(Failure kind, Duration asked, String reason) implements OtlpAnswer {}

  /**
   * Sending it again would be of no use.
   *
   * @param reason one line
   */
  record Refused(String reason) implements OtlpAnswer {}

  /** Kinds of failures, as meters count them. */
  enum Failure {
    /** No connection came about, or it was cut. */
    CONNECTION,
    /** No whole answer in time. */
    TIMEOUT,
    /** The receiver was busy or away: 429, 502, 503, 504. */
    UNAVAILABLE,
    /** The receiver did not want the request: any other status. */
    REFUSED;

    /** As labels have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

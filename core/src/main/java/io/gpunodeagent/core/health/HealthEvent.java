// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import java.time.Instant;

/**
 * Something to report once, as an Event of the Node object.
 *
 * @param key the same for each report of the same thing: GPU and cause
 * @param warning whether it is a warning, not a return to normal
 * @param reason one word in CamelCase
 * @param message one line of at most {@value #LONGEST_MESSAGE} characters
 * @param at when
 * @param count how often it has happened
 */
public record HealthEvent(
    String key, boolean warning, String reason, String message, Instant at, long count) {

  /** The most characters of a message; Kubernetes takes 1024. */
  public static final int LONGEST_MESSAGE = 512;
}

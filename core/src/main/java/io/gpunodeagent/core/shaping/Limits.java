// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.time.Duration;

/**
 * How long a knob is fought for.
 *
 * @param reappliesPerHour the most times a knob is set again within an hour
 * @param pause after the first time until the next; it doubles with each
 */
public record Limits(int reappliesPerHour, Duration pause) {

  static final Duration WINDOW = Duration.ofHours(1);
}

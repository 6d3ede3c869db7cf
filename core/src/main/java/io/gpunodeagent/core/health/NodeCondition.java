// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import java.time.Instant;

/**
 * The condition of the Node object that sums up its GPUs.
 *
 * @param status whether GPUs of the node may be given work
 * @param reason one word in CamelCase
 * @param message one line of at most {@value #LONGEST_MESSAGE} characters, without times or counts
 *     that would make it change while nothing else does
 * @param lastTransition when the status last changed
 */
public record NodeCondition(Status status, String reason, String message, Instant lastTransition) {

  /** The condition's type. */
  public static final String TYPE = "GpuHealthy";

  /** The most characters of a message. */
  public static final int LONGEST_MESSAGE = 512;

  /** The status as Kubernetes spells it. */
  public enum Status {
    /** All GPUs work, some perhaps degraded. */
    TRUE("True"),
    /** At least one GPU is unhealthy. */
    FALSE("False"),
    /** None is known to be unhealthy, and at least one is not known. */
    UNKNOWN("Unknown");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** {@code True}, {@code False} or {@code Unknown}. */
    public String text() {
      return text;
    }
  }
}

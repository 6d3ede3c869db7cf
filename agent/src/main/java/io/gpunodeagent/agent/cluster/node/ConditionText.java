// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import java.time.Instant;

/**
 * A condition in the status of a Node.
 *
 * @param type its name, such as {@code GpuHealthy}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one word in CamelCase
 * @param message one line
 * @param lastTransition when the status last changed
 */
public record ConditionText(
    String type, String status, String reason, String message, Instant lastTransition) {

  /** Whether the other says the same; times apart. */
  public boolean saysAs(ConditionText other) {
    return type.equals(other.type)
        && status.equals(other.status)
        && reason.equals(other.reason)
        && message.equals(other.message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import java.time.Instant;

/**
 * An Event about a pod. Tellings of the same reason and time are one Event object.
 *
 * @param warning whether its type is {@code Warning}; otherwise {@code Normal}
 * @param reason one word in CamelCase
 * @param message one line of at most 1024 bytes
 * @param at when it happened
 */
public record PodEvent(boolean warning, String reason, String message, Instant at) {}

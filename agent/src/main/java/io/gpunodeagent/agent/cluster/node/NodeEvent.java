// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import java.time.Instant;

/**
 * An Event about the node. Occurrences with the same key are one Event object, whose count and time
 * move on.
 *
 * @param key what it is about
 * @param warning whether its type is {@code Warning}; otherwise {@code Normal}
 * @param reason one word in CamelCase
 * @param message one line of at most 1024 bytes
 * @param first when it was first reported
 * @param last when it happened last
 * @param count how often it has happened, at least 1
 */
public record NodeEvent(
    String key,
    boolean warning,
    String reason,
    String message,
    Instant first,
    Instant last,
    long count) {}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

/**
 * A taint of a Node; key and effect together name it.
 *
 * @param value may be empty
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 */
public record NodeTaint(String key, String value, String effect) {}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

/**
 * What a counters file says of one metric.
 *
 * @param line where it stands, from 1
 * @param name of the metric, as written
 * @param type {@code gauge}, {@code counter} or {@code label}, as written
 * @param help empty for the catalogue's
 */
public record CounterLine(int line, String name, String type, String help) {}

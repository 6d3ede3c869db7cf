// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

/**
 * A process as a device of the scenario lists it.
 *
 * @param name path of its program
 * @param at where it is written
 */
record ScenarioProcess(long pid, String name, Span span, At at) {}

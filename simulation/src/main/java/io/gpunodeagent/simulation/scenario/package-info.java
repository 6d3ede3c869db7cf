// SPDX-License-Identifier: Apache-2.0
/**
 * Reads and checks what a scenario file says of its node's place in a cluster.
 *
 * <p>Only {@link io.gpunodeagent.simulation.scenario.ScenarioReader} touches files; all else is
 * values.
 */
@NullMarked
package io.gpunodeagent.simulation.scenario;

import org.jspecify.annotations.NullMarked;

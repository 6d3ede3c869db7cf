// SPDX-License-Identifier: Apache-2.0
/**
 * Wires sources, rules and outputs together and runs them: the agent ({@link
 * io.gpunodeagent.agent.run.Agent}), a preview of it for commands, and the enforcer of device
 * settings.
 *
 * <p>Rules are in {@code core}; here their results are only passed on.
 */
@NullMarked
package io.gpunodeagent.agent.run;

import org.jspecify.annotations.NullMarked;

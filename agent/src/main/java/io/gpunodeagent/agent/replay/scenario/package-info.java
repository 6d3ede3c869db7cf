// SPDX-License-Identifier: Apache-2.0
/**
 * Plays a scenario from its start, step by step, and judges it as the running agent would.
 *
 * <p>The rules are those of {@code core}; how the answer looks is in {@link
 * io.gpunodeagent.agent.cli.view}.
 */
@NullMarked
package io.gpunodeagent.agent.replay.scenario;

import org.jspecify.annotations.NullMarked;

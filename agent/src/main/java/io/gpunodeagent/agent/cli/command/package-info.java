// SPDX-License-Identifier: Apache-2.0
/**
 * The commands: their options and what each runs. {@link
 * io.gpunodeagent.agent.cli.command.Commands} lists them.
 *
 * <p>Not here: how answers look ({@code view}), what the doctor examines ({@code doctor}), and the
 * agent itself ({@link io.gpunodeagent.agent.run}).
 */
@NullMarked
package io.gpunodeagent.agent.cli.command;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Examines what the agent depends on, for {@code doctor} and the commands about labels: sources,
 * rights at the API server, the live Node.
 *
 * <p>It changes nothing and holds no option of a command.
 */
@NullMarked
package io.gpunodeagent.agent.cli.doctor;

import org.jspecify.annotations.NullMarked;

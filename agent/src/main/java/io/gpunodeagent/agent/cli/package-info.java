// SPDX-License-Identifier: Apache-2.0
/**
 * The entry of the program: {@link io.gpunodeagent.agent.cli.Main}, the only class that exits the
 * process.
 *
 * <p>Commands, the look of their answers and examinations are in the packages below.
 */
@NullMarked
package io.gpunodeagent.agent.cli;

import org.jspecify.annotations.NullMarked;

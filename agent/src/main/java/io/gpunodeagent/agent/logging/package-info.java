// SPDX-License-Identifier: Apache-2.0
/**
 * Formats log lines and writes them: one line a record, to standard error, in a loop of its own. A
 * thread that logs never waits for the reader of the log.
 *
 * <p>What is logged is decided by the packages that log.
 */
@NullMarked
package io.gpunodeagent.agent.logging;

import org.jspecify.annotations.NullMarked;

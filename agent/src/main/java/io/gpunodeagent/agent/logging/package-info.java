/**
 * How log lines are formatted and written: one line a record, to standard error, by a thread of its
 * own. Whoever logs never waits for whoever reads the log. What is logged is the business of the
 * packages that log.
 */
@NullMarked
package io.gpunodeagent.agent.logging;

import org.jspecify.annotations.NullMarked;

/** The commands: their options, and what each runs. How an answer is written is in view. */
@NullMarked
package io.gpunodeagent.agent.cli.command;

import org.jspecify.annotations.NullMarked;

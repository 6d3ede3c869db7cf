/**
 * The program's entry. The commands, how answers are written and what is examined have rooms of
 * their own.
 */
@NullMarked
package io.gpunodeagent.agent.cli;

import org.jspecify.annotations.NullMarked;

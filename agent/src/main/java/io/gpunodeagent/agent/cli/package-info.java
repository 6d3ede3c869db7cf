/** The commands. */
@NullMarked
package io.gpunodeagent.agent.cli;

import org.jspecify.annotations.NullMarked;

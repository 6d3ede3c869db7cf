/**
 * Keeps the heap small: collects garbage when what is left over grows. Nothing here reads the
 * machine.
 */
@NullMarked
package io.gpunodeagent.agent.memory;

import org.jspecify.annotations.NullMarked;

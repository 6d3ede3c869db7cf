/** Wiring and the one loop. */
@NullMarked
package io.gpunodeagent.agent.app;

import org.jspecify.annotations.NullMarked;

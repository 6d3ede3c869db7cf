/**
 * How the agent runs what never ends: threads that survive their own faults, how long to wait after
 * a failure, and how to log a problem once.
 */
@NullMarked
package io.gpunodeagent.agent.loop;

import org.jspecify.annotations.NullMarked;

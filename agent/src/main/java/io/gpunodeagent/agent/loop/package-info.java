/**
 * How the agent runs what never ends: threads that survive their own faults, how long to wait after
 * a failure, and how to log a problem once.
 *
 * <p>{@link io.gpunodeagent.agent.loop.Backoff} and {@link io.gpunodeagent.agent.loop.NodeShare}
 * are pure values, for every package.
 */
@NullMarked
package io.gpunodeagent.agent.loop;

import org.jspecify.annotations.NullMarked;

/**
 * Carries the decisions of the rules out, on pods of this node: announces, marks, evicts, and takes
 * back. It holds no rule about GPUs.
 *
 * <p>{@link io.gpunodeagent.agent.enforcement.Enforcer} is the way in; {@link
 * io.gpunodeagent.agent.enforcement.PodPlanner} decides what is to be done next, without clock or
 * thread.
 */
@NullMarked
package io.gpunodeagent.agent.enforcement;

import org.jspecify.annotations.NullMarked;

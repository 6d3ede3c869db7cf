// SPDX-License-Identifier: Apache-2.0
/**
 * Carries out the decisions of the rules on pods of this node: announces, marks, evicts, and takes
 * back. {@link io.gpunodeagent.agent.enforcement.Enforcer} is the way in; {@link
 * io.gpunodeagent.agent.enforcement.PodPlanner} decides the next step, without clock or thread.
 *
 * <p>It holds no rule about GPUs; those are in {@link io.gpunodeagent.core.policy}.
 */
@NullMarked
package io.gpunodeagent.agent.enforcement;

import org.jspecify.annotations.NullMarked;

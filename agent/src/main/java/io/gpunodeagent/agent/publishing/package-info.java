/**
 * Brings what the agent knows onto its own Node, by one write when something changed.
 *
 * <p>{@link io.gpunodeagent.agent.publishing.Publisher} is the way in; {@link
 * io.gpunodeagent.agent.publishing.NodePlanner} decides, without clock or thread.
 */
@NullMarked
package io.gpunodeagent.agent.publishing;

import org.jspecify.annotations.NullMarked;

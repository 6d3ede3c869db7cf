package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.core.state.NodeState;
import java.time.Instant;

/**
 * A state at the time at which it is rendered: what series about the node speak of.
 *
 * @param now when it is rendered, wall clock
 */
public record StateAt(NodeState state, Instant now) {}

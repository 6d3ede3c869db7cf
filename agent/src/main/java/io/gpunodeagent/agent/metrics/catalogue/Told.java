package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.core.state.NodeState;
import java.time.Instant;

/**
 * A state at the time it is told of: what series about the node's sources speak of.
 *
 * @param now when it is rendered, wall clock
 */
public record Told(NodeState state, Instant now) {}

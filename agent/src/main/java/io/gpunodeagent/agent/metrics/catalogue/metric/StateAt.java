// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import io.gpunodeagent.core.state.NodeState;
import java.time.Instant;

/**
 * A state at the time at which it is rendered: the subject of series about the node.
 *
 * @param now when it is rendered, wall clock
 */
public record StateAt(NodeState state, Instant now) {}

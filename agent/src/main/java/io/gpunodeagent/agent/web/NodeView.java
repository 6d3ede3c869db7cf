// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.StreamSource;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.core.state.NodeState;
import java.util.function.Supplier;

/**
 * What the server shows, handed to it by the wiring. All suppliers answer at once.
 *
 * @param scrapes of {@code /metrics}
 * @param api of {@code /api/v1}
 * @param stream of {@code /api/v1/stream}
 * @param state the latest published state
 * @param heartbeat of the sampling loop
 */
public record NodeView(
    ScrapeSource scrapes,
    ApiSource api,
    StreamSource stream,
    Supplier<NodeState> state,
    Heartbeat heartbeat) {}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.core.sources.PodInfo;

/**
 * A pod as the API server has it at this moment.
 *
 * @param pod without workload, its gang unknown; of its annotations those the agent acts on
 * @param resourceVersion of exactly this
 * @param nodeName where it is bound to; empty when nowhere
 * @param deleted whether it was deleted and only waits to be gone
 */
public record ObservedPod(PodInfo pod, String resourceVersion, String nodeName, boolean deleted) {}

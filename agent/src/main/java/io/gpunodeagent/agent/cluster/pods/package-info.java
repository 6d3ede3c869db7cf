// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the pods of this node and their owners, and writes to pods: Events, annotations, evictions.
 * {@link io.gpunodeagent.agent.cluster.pods.PodApi} is the way in for writing.
 *
 * <p>What to do to a pod is decided in {@link io.gpunodeagent.agent.enforcement}.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.pods;

import org.jspecify.annotations.NullMarked;

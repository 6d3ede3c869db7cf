/**
 * Talks to the Kubernetes API server. It reads this node's pods and their owners, ResourceSlices,
 * ConfigMaps and the own Node; it reviews tokens and rights; it writes the own Node, and
 * annotations, Events and evictions of pods.
 *
 * <p>Edge, and the only user of fabric8. {@link io.gpunodeagent.agent.cluster.Cluster} is the way
 * in for reading, {@link io.gpunodeagent.agent.cluster.NodeWriter} and {@link
 * io.gpunodeagent.agent.cluster.PodWriter} for writing. What to write, and when, is decided
 * elsewhere.
 */
@NullMarked
package io.gpunodeagent.agent.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * The node's own Node and NodeFeature: what is on it, and how labels, conditions and taints are
 * written. When to write is decided in publishing.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.node;

import org.jspecify.annotations.NullMarked;

/**
 * The pods of this node and their owners, and what is written to pods: Events, annotations,
 * evictions. What to do to a pod is decided in enforcement.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.pods;

import org.jspecify.annotations.NullMarked;

/** The Kubernetes API server: pods of this node, their owners, ResourceSlices. */
@NullMarked
package io.gpunodeagent.agent.cluster;

import org.jspecify.annotations.NullMarked;

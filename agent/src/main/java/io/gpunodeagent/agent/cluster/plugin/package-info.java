/** The device plugin's configuration in a ConfigMap, and which entry is chosen for this node. */
@NullMarked
package io.gpunodeagent.agent.cluster.plugin;

import org.jspecify.annotations.NullMarked;

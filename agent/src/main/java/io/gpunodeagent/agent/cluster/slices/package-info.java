/** The ResourceSlices of this node: the devices that DRA drivers offer. */
@NullMarked
package io.gpunodeagent.agent.cluster.slices;

import org.jspecify.annotations.NullMarked;

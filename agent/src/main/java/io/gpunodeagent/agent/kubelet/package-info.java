/**
 * Asks the kubelet which container was given which device: the PodResources API, version v1, over
 * its unix socket.
 *
 * <p>{@link io.gpunodeagent.agent.kubelet.KubeletAllocations} is the way in.
 */
@NullMarked
package io.gpunodeagent.agent.kubelet;

import org.jspecify.annotations.NullMarked;

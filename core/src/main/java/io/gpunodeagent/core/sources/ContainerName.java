// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

/**
 * A container as the kubelet names it.
 *
 * @param namespace of the pod
 * @param pod its name; a recreated pod may have the name of an earlier one
 * @param container its name in the pod
 */
public record ContainerName(String namespace, String pod, String container) {}

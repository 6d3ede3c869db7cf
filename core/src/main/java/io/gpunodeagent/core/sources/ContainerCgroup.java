// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

/**
 * The cgroup of a container of a pod.
 *
 * @param path absolute below the root of the cgroup v2 hierarchy, such as {@code
 *     /kubepods.slice/…/cri-containerd-….scope}
 * @param owner the container, its id never empty
 */
public record ContainerCgroup(String path, ProcessOwner.InPod owner) {}

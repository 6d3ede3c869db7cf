// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

/**
 * The pod that is meant; another of the same name is not.
 *
 * @param uid of the pod object, not empty
 */
public record PodTarget(String namespace, String name, String uid) {}

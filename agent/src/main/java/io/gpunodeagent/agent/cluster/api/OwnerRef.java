// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

/**
 * A reference to the controlling owner of an object.
 *
 * @param apiVersion such as {@code apps/v1}
 * @param kind such as {@code ReplicaSet}
 * @param name in the namespace of the owned object, unless the kind has no namespaces
 * @param uid of the owner; an object of the same name with another is not the owner
 */
public record OwnerRef(String apiVersion, String kind, String name, String uid) {

  /** API group; empty text for the core group. */
  public String group() {
    var slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** Whether it is of a kind of a group. */
  public boolean is(String kindWanted, String groupWanted) {
    return kind.equals(kindWanted) && group().equals(groupWanted);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

/**
 * A kind of objects and its place among the paths.
 *
 * @param apiVersion group and version, {@code v1} without group
 * @param plural its name in paths
 */
record Resource(String apiVersion, String kind, String plural, boolean namespaced) {

  static final Resource POD = new Resource("v1", "Pod", "pods", true);
  static final Resource NODE = new Resource("v1", "Node", "nodes", false);
  static final Resource NAMESPACE = new Resource("v1", "Namespace", "namespaces", false);
  static final Resource CORE_EVENT = new Resource("v1", "Event", "events", true);
  static final Resource EVENT = new Resource("events.k8s.io/v1", "Event", "events", true);
  static final Resource RESOURCE_SLICE =
      new Resource("resource.k8s.io/v1", "ResourceSlice", "resourceslices", false);

  /** The group; empty text for the core. */
  String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.plugin;

import io.gpunodeagent.core.labels.plugin.PluginChoice;

/**
 * Where the device plugin's configurations are.
 *
 * @param namespace of the ConfigMap
 * @param name of the ConfigMap, each of whose keys is a configuration
 * @param choice which of them is this node's
 */
public record PluginConfigSource(String namespace, String name, PluginChoice choice) {

  /** As in {@code gpu-operator/plugin-config}. */
  String place() {
    return namespace + "/" + name;
  }
}

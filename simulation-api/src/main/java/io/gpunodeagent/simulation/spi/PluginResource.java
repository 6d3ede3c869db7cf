// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A resource that a plugin offers the kubelet.
 *
 * @param name such as {@code nvidia.com/gpu}
 * @param folder of the kubelet's {@code kubelet.sock}, where the plugin's socket is made as well
 * @param rule how devices are chosen, and the environment of a container that has some
 */
public record PluginResource(String name, Path folder, Rule rule) {

  /** What the kubelet asks about devices. Called on the plugin's threads. */
  public interface Rule {

    /**
     * The devices best given to a container.
     *
     * @param available that no container has
     * @param required of them, to be among the chosen
     * @param count of devices to choose
     */
    List<String> prefer(List<String> available, List<String> required, int count);

    /**
     * The environment of a container with these devices.
     *
     * @throws IllegalArgumentException when one of them is not offered; its message says which
     */
    Map<String, String> environment(List<String> devices);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

/** Starts device plugins. Found by {@code ServiceLoader}. */
public interface DevicePlugins {

  /**
   * A plugin that offers nothing at first. It tries to register until it can, and again after each
   * start of the kubelet.
   */
  DevicePlugin start(PluginResource resource);
}

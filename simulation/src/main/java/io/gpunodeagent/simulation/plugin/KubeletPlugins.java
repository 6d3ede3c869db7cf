// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.plugin;

import io.gpunodeagent.simulation.spi.DevicePlugin;
import io.gpunodeagent.simulation.spi.DevicePlugins;
import io.gpunodeagent.simulation.spi.PluginResource;

/** The device plugins that the agent finds. */
public final class KubeletPlugins implements DevicePlugins {

  @Override
  public DevicePlugin start(PluginResource resource) {
    return ServedPlugin.start(resource);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

import java.util.List;

/** A device plugin of one resource, which registers with the kubelet whenever that starts. */
public interface DevicePlugin extends AutoCloseable {

  /** Offers {@code devices} in place of those before; the kubelet hears of it when they differ. */
  void offer(List<PluginDevice> devices);

  /** Whether the kubelet has accepted the plugin and has not started again since. */
  boolean registered();

  /** Ends the service; the kubelet then offers none of the devices. */
  @Override
  void close();
}

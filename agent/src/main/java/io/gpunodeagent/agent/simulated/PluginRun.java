// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.core.offer.DeviceOffer;
import io.gpunodeagent.core.offer.OfferedDevice;
import io.gpunodeagent.core.offer.Preference;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.simulation.spi.DevicePlugin;
import io.gpunodeagent.simulation.spi.DevicePlugins;
import io.gpunodeagent.simulation.spi.PluginDevice;
import io.gpunodeagent.simulation.spi.PluginResource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Offers devices to this node's kubelet, one plugin a resource. Confined to one thread, but for
 * what the kubelet asks.
 */
public final class PluginRun implements AutoCloseable {

  private final DevicePlugins installed;
  private final Path folder;
  private final Map<String, DevicePlugin> plugins = new HashMap<>();
  private final Supplier<NodeSnapshot> latest;
  private volatile DeviceOffer offered = DeviceOffer.nothing();

  private PluginRun(DevicePlugins installed, Path folder, Supplier<NodeSnapshot> latest) {
    this.installed = installed;
    this.folder = folder;
    this.latest = latest;
  }

  /**
   * Offers nothing yet.
   *
   * @param folder of {@code kubelet.sock}
   * @param latest snapshot, which decides which devices are best
   * @throws StartException when the node simulator is not installed
   */
  public static PluginRun start(Path folder, Supplier<NodeSnapshot> latest) throws StartException {
    return new PluginRun(Installed.find(DevicePlugins.class), folder, latest);
  }

  /** Offers what {@code now} has. */
  public void offer(DeviceOffer now) {
    var all = offered.followedBy(now);
    offered = all;
    all.resources()
        .forEach(
            (name, devices) ->
                plugins
                    .computeIfAbsent(name, this::plugin)
                    .offer(devices.stream().map(PluginRun::device).toList()));
  }

  private DevicePlugin plugin(String resource) {
    return installed.start(new PluginResource(resource, folder, new Rule(resource)));
  }

  private static PluginDevice device(OfferedDevice device) {
    var node = device.numaNode();
    return new PluginDevice(
        device.id(), device.healthy(), node.map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  @Override
  public void close() {
    plugins.values().forEach(DevicePlugin::close);
  }

  private final class Rule implements PluginResource.Rule {

    private final String resource;

    Rule(String resource) {
      this.resource = resource;
    }

    @Override
    public List<String> prefer(List<String> available, List<String> required, int count) {
      return Preference.of(latest.get()).choose(available, required, count);
    }

    @Override
    public Map<String, String> environment(List<String> devices) {
      var known =
          offered.resources().getOrDefault(resource, List.of()).stream()
              .map(OfferedDevice::id)
              .collect(Collectors.toSet());
      for (var id : devices) {
        if (!known.contains(id)) {
          throw new IllegalArgumentException(
              "%s: %s is not offered: request a device of the list".formatted(resource, id));
        }
      }
      var visible = devices.stream().map(OfferedDevice::uuid).distinct().toList();
      return Map.of("NVIDIA_VISIBLE_DEVICES", String.join(",", visible));
    }
  }
}

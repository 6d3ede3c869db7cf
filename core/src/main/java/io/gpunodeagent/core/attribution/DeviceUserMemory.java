// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.PodIndex;
import io.gpunodeagent.core.snapshot.ContainerMemory;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The memory of a GPU that a container with a limit on it uses, as the driver charges it to the
 * container's cgroup. No process needs to be seen for it.
 *
 * @param device the GPU
 * @param user whose container it is
 */
public record DeviceUserMemory(Device device, DeviceUser user, ContainerMemory memory) {

  /** All of a snapshot. Where several cgroups pass for one container, none of them counts. */
  static List<DeviceUserMemory> of(NodeSnapshot node, PodIndex pods) {
    var all = new ArrayList<DeviceUserMemory>();
    for (var gpu : node.gpus()) {
      if (gpu.fresh()) {
        var byParty = new LinkedHashMap<DeviceUser, List<ContainerMemory>>();
        for (var memory : gpu.containerMemory()) {
          byParty.computeIfAbsent(pods.user(memory.owner()), _ -> new ArrayList<>(1)).add(memory);
        }
        var device = new Device.Gpu(gpu.identity().uuid());
        byParty.forEach(
            (user, memories) -> {
              if (memories.size() == 1) {
                all.add(new DeviceUserMemory(device, user, memories.getFirst()));
              }
            });
      }
    }
    return all;
  }
}

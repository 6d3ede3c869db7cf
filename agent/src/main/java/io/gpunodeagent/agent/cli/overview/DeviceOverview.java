// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.util.List;
import java.util.OptionalInt;

/**
 * A GPU or an instance of one.
 *
 * @param id NVML's index such as {@code 3}, or index and GPU instance such as {@code 3/7}
 * @param uuid of the GPU it is or lies on; empty text where the GPU has not said it
 * @param name model of the GPU, or profile of the instance
 * @param state whether it is held and used
 * @param replicas in how many it is given out; empty when it is not given out so
 * @param load what it does; nothing where there is no reading
 * @param holders who holds or uses it; holders first
 * @param hostProcesses processes on it outside any pod
 */
public record DeviceOverview(
    String id,
    String uuid,
    String name,
    DeviceState state,
    OptionalInt replicas,
    LoadOverview load,
    List<HolderOverview> holders,
    int hostProcesses) {

  public DeviceOverview {
    holders = List.copyOf(holders);
  }
}

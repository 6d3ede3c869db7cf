// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import io.gpunodeagent.core.health.cause.GpuState;
import java.util.List;

/**
 * A GPU, and its instances under MIG.
 *
 * @param device the GPU as a whole
 * @param condition {@code ok} when its readings may be believed, else {@code lost}, {@code hung},
 *     {@code unread} or {@code refused}
 * @param reason why there are no readings; empty text when there are
 * @param health how it is
 * @param instances by id; empty without MIG
 */
public record GpuOverview(
    DeviceOverview device,
    String condition,
    String reason,
    GpuState health,
    List<DeviceOverview> instances) {

  public GpuOverview {
    instances = List.copyOf(instances);
  }

  /** Whether its readings may be believed. */
  public boolean fresh() {
    return reason.isEmpty();
  }

  /** Whether it or one of its instances is held and used. */
  public DeviceState state() {
    return device.state();
  }

  /** What the board does. */
  public LoadOverview load() {
    return device.load();
  }
}

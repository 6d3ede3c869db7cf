// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ShownState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The utilization that each device showed since the view began, 0–1, newest last. */
public final class UtilizationHistory {

  /** More than any screen is wide. */
  private static final int MOST = 120;

  private final Map<String, Deque<OptionalDouble>> byDevice = new HashMap<>();

  /** Takes a sample. Devices that are gone are forgotten. */
  public void add(ShownState node) {
    var present = new HashSet<String>();
    node.devices()
        .forEach(
            device -> {
              present.add(device.id());
              var shares = byDevice.computeIfAbsent(device.id(), _ -> new ArrayDeque<>());
              var percent = device.load().utilizationPercent();
              shares.add(
                  percent.isPresent()
                      ? OptionalDouble.of(percent.getAsDouble() / 100)
                      : OptionalDouble.empty());
              if (shares.size() > MOST) {
                shares.remove();
              }
            });
    byDevice.keySet().retainAll(present);
  }

  /** What {@code device} showed. */
  List<OptionalDouble> of(String device) {
    return new ArrayList<>(byDevice.getOrDefault(device, new ArrayDeque<>()));
  }
}

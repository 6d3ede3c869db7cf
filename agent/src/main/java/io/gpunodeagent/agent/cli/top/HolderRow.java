// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.DeviceState;
import io.gpunodeagent.agent.cli.overview.HolderOverview;
import io.gpunodeagent.agent.cli.overview.ShownState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A container over all devices that it holds, or uses in the same relation.
 *
 * @param on what it has of each device, at least one
 */
record HolderRow(List<HolderOverview> on) {

  HolderRow {
    on = List.copyOf(on);
  }

  private record Key(String namespace, String pod, String container, String relation) {}

  static List<HolderRow> of(ShownState node) {
    var rows = new LinkedHashMap<Key, List<HolderOverview>>();
    node.holders()
        .forEach(
            one ->
                rows.computeIfAbsent(
                        new Key(one.namespace(), one.pod(), one.container(), one.relation()),
                        _ -> new ArrayList<>())
                    .add(one));
    return rows.values().stream().map(HolderRow::new).toList();
  }

  HolderOverview first() {
    return on.getFirst();
  }

  String devices() {
    return on.stream().map(HolderOverview::device).collect(Collectors.joining(","));
  }

  /** Active when it uses any of the devices, idle when none: as policies judge a pod. */
  DeviceState activity() {
    return DeviceState.of(on.stream().map(HolderOverview::activity).toList());
  }

  String doubts() {
    return on.stream()
        .map(HolderOverview::doubt)
        .filter(doubt -> !doubt.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Of the device that is idle for the shortest time. */
  Duration idle() {
    return on.stream()
        .map(HolderOverview::idle)
        .reduce((one, other) -> one.compareTo(other) <= 0 ? one : other)
        .orElse(Duration.ZERO);
  }

  /** Mean over the devices; empty unless all are known. */
  OptionalDouble smPercent() {
    return on.stream().allMatch(one -> one.smPercent().isPresent())
        ? on.stream().mapToDouble(one -> one.smPercent().orElseThrow()).average()
        : OptionalDouble.empty();
  }

  /** Sum over the devices; empty unless all are known. */
  OptionalLong memoryBytes() {
    return on.stream().allMatch(one -> one.memoryBytes().isPresent())
        ? OptionalLong.of(on.stream().mapToLong(one -> one.memoryBytes().orElseThrow()).sum())
        : OptionalLong.empty();
  }

  String shares() {
    return on.stream()
        .map(HolderOverview::share)
        .filter(share -> !share.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  boolean holds() {
    return first().holds();
  }
}

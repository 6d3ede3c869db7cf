// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.policy.ShapingClaim;
import io.gpunodeagent.core.policy.ShapingClaim.Asked;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.ComputeMode;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Shaping;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.TimeSlice;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.SourceState;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what each GPU is to be set to: the first rule of its holders, unless that does harm. */
public final class Demands {

  private static final String SHARED_SUFFIX = ".shared";

  private final AttributedSnapshot attributed;
  private final List<ShapingClaim> claims;
  private final Optional<Sharing> plugin;

  private Demands(
      AttributedSnapshot attributed, List<ShapingClaim> claims, Optional<Sharing> plugin) {
    this.attributed = attributed;
    this.claims = claims;
    this.plugin = plugin;
  }

  /**
   * The demand of every knob of every GPU, in index order.
   *
   * @param claims of the pods that hold the GPUs
   * @param plugin how the device plugin is configured to share; empty when that is not known
   */
  public static SequencedMap<Knob, Demand> of(
      AttributedSnapshot attributed, List<ShapingClaim> claims, Optional<Sharing> plugin) {
    var demands = new LinkedHashMap<Knob, Demand>();
    var all = new Demands(attributed, claims, plugin);
    for (var gpu : attributed.node().gpus()) {
      for (var field : Field.values()) {
        demands.put(new Knob(gpu.identity().uuid(), field), all.of(gpu, field));
      }
    }
    return demands;
  }

  private Demand of(GpuSample gpu, Field field) {
    var unknown = unknown(gpu);
    if (unknown.isPresent()) {
      return new Demand.Undecided(unknown.get());
    }
    var here = claims.stream().filter(c -> c.gpuUuid().equals(gpu.identity().uuid())).toList();
    var doubt = here.stream().map(ShapingClaim::doubt).flatMap(Optional::stream).findFirst();
    if (doubt.isPresent()) {
      return new Demand.Undecided(doubt.get());
    }
    var asked =
        here.stream()
            .map(ShapingClaim::asked)
            .flatMap(Optional::stream)
            .filter(each -> value(each.device(), field).isPresent())
            .distinct()
            .sorted(Comparator.comparingInt(Asked::order))
            .toList();
    if (asked.isEmpty()) {
      return new Demand.None();
    }
    var first = asked.getFirst();
    var value = value(first.device(), field).orElseThrow();
    var refusal = refusal(gpu, harmsSharing(first.device(), field));
    return refusal.isPresent()
        ? new Demand.Refused(first.rule(), value, refusal.get())
        : new Demand.Wanted(first.rule(), value, conflict(asked, field, value));
  }

  /** Who holds the GPU must be known now: an answer of the past is no ground to change it. */
  private Optional<String> unknown(GpuSample gpu) {
    if (!gpu.fresh()) {
      return Optional.of("the GPU does not answer");
    }
    return switch (attributed.allocations()) {
      case SourceState.Up(var _) -> Optional.empty();
      case SourceState.Off() -> Optional.of("the kubelet is not asked who holds the GPU");
      case SourceState.Down(var _, var _, var reason) ->
          Optional.of("who holds the GPU is not known: " + reason);
    };
  }

  private static Optional<String> value(Shaping device, Field field) {
    return switch (field) {
      case TIME_SLICE -> device.timeSlice().map(TimeSlice::label);
      case COMPUTE_MODE -> device.computeMode().map(ComputeMode::label);
    };
  }

  private static boolean harmsSharing(Shaping device, Field field) {
    return field == Field.COMPUTE_MODE
        && device.computeMode().filter(mode -> !mode.leavesShared()).isPresent();
  }

  private static Optional<String> conflict(List<Asked> asked, Field field, String value) {
    var others =
        asked.stream()
            .filter(each -> !value(each.device(), field).equals(Optional.of(value)))
            .map(each -> each.rule() + " asks for " + value(each.device(), field).orElse(""))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? Optional.empty() : Optional.of(others);
  }

  private Optional<SettingRefusal> refusal(GpuSample gpu, boolean harmsSharing) {
    if (gpu.migEnabled() || gpu.readings().get(DeviceSignal.MIG_MODE) instanceof Reading.Failed) {
      return Optional.of(SettingRefusal.MIG);
    }
    var device = attributed.devices().get(new Device.Gpu(gpu.identity().uuid()));
    if (device == null) {
      return Optional.of(SettingRefusal.SHARING_UNKNOWN);
    }
    boolean dra = holdings(device).stream().anyMatch(occupant -> !claimsOf(occupant).isEmpty());
    if (dra) {
      return Optional.of(SettingRefusal.DRA);
    }
    return harmsSharing ? Optional.ofNullable(sharing(device)) : Optional.empty();
  }

  private static List<Occupant> holdings(AttributedDevice device) {
    return device.holders().toList();
  }

  private static List<?> claimsOf(Occupant occupant) {
    return occupant.holding().map(each -> each.claims()).orElseGet(List::of);
  }

  /** Why no process may be kept off the device; null when one container has it for itself. */
  private @Nullable SettingRefusal sharing(AttributedDevice device) {
    return switch (device.sharing()) {
      case REPLICAS -> SettingRefusal.REPLICAS;
      case COMMON, COMPUTE_INSTANCES -> SettingRefusal.SEVERAL_HOLDERS;
      case UNHELD -> SettingRefusal.SHARING_UNKNOWN;
      case EXCLUSIVE -> exclusive(device);
    };
  }

  private @Nullable SettingRefusal exclusive(AttributedDevice device) {
    if (!attributed.unplaced().isEmpty() || plugin.isEmpty()) {
      return SettingRefusal.SHARING_UNKNOWN;
    }
    if (device.replicas().isPresent()) {
      return SettingRefusal.REPLICAS;
    }
    if (device.occupants().size() > 1) {
      return SettingRefusal.SEVERAL_HOLDERS;
    }
    return pluginShares(device, plugin.get()) ? SettingRefusal.PLUGIN_SHARES : null;
  }

  private static boolean pluginShares(AttributedDevice device, Sharing plugin) {
    return holdings(device).stream()
        .map(occupant -> occupant.holding().orElse(null))
        .filter(Objects::nonNull)
        .flatMap(holding -> holding.entries().stream())
        .map(entry -> plain(entry.resource()))
        .anyMatch(resource -> plugin.replicas(resource) > 1);
  }

  private static String plain(String resource) {
    return resource.endsWith(SHARED_SUFFIX)
        ? resource.substring(0, resource.length() - SHARED_SUFFIX.length())
        : resource;
  }
}

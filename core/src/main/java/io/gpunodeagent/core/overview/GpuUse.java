// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.placement.Unplaced;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a GPU or GPU instance serves those who were given it.
 *
 * @param kind what is known
 * @param held whether somebody was given it; empty when that is not known
 * @param doubts why it is unknown, a few words each; empty otherwise
 */
public record GpuUse(Kind kind, Optional<Boolean> held, List<String> doubts) {

  public GpuUse {
    doubts = List.copyOf(doubts);
  }

  /** What is known. The lower-case name is a value of the API. */
  public enum Kind {
    /** A holder uses it. */
    ACTIVE,
    /** Every holder is proven idle. */
    IDLE,
    /** It is held and rest is not proven, or it is not known whether it is held. */
    UNKNOWN,
    /** It was given to nobody. */
    FREE;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static GpuUse held(Kind kind, List<String> doubts) {
    return new GpuUse(kind, Optional.of(true), doubts);
  }

  private static GpuUse free() {
    return new GpuUse(Kind.FREE, Optional.of(false), List.of());
  }

  /** It is not known whether it is held. */
  private static GpuUse unknown(String doubt) {
    return new GpuUse(Kind.UNKNOWN, Optional.empty(), List.of(doubt));
  }

  /** The use of one GPU; under MIG that of all its instances together. */
  public static GpuUse of(NodeState state, GpuSample gpu) {
    var uuid = gpu.identity().uuid();
    var whole = of(state, new Device.Gpu(uuid));
    var parts = new ArrayList<GpuUse>();
    gpu.migInstances()
        .forEach(mig -> parts.add(of(state, new Device.GpuInstance(uuid, mig.gpuInstanceId()))));
    if (parts.isEmpty() || whole.isHeld()) {
      parts.add(whole);
    }
    return together(parts);
  }

  /** The use of one device. */
  public static GpuUse of(NodeState state, Device device) {
    var attributed = state.attributed().devices().get(device);
    if (attributed == null) {
      return unknown("nothing was attributed");
    }
    if (attributed.holders().findAny().isEmpty()) {
      return doubtOfHolders(state).map(GpuUse::unknown).orElseGet(GpuUse::free);
    }
    var accounts =
        state.usage().accounts().entrySet().stream()
            .filter(entry -> entry.getKey().device().equals(device))
            .map(entry -> entry.getValue())
            .toList();
    return held(accounts);
  }

  private static GpuUse held(List<Account> accounts) {
    if (accounts.stream().anyMatch(account -> account.activity() == Activity.ACTIVE)) {
      return held(Kind.ACTIVE, List.of());
    }
    if (!accounts.isEmpty()
        && accounts.stream().allMatch(account -> account.activity() == Activity.IDLE)) {
      return held(Kind.IDLE, List.of());
    }
    var doubts =
        accounts.stream()
            .map(Account::doubt)
            .flatMap(Optional::stream)
            .distinct()
            .map(GpuUse::words)
            .toList();
    return held(Kind.UNKNOWN, doubts.isEmpty() ? List.of("nothing was judged yet") : doubts);
  }

  /** Why a device without holders may be held all the same. */
  static Optional<String> doubtOfHolders(NodeState state) {
    return switch (state.attributed().allocations()) {
      case SourceState.Off() -> Optional.of("the kubelet is not asked");
      case SourceState.Down(var _, var _, var _) -> Optional.of("the kubelet does not answer");
      case SourceState.Up(var _) ->
          state.attributed().unplaced().stream()
                  .map(Unplaced::reason)
                  .anyMatch(Unplaced.Reason::lives)
              ? Optional.of("a pod holds a device that cannot be identified")
              : Optional.empty();
    };
  }

  private static GpuUse together(List<GpuUse> parts) {
    var doubts = parts.stream().flatMap(part -> part.doubts.stream()).distinct().toList();
    var held = heldTogether(parts);
    for (var kind : List.of(Kind.ACTIVE, Kind.UNKNOWN, Kind.IDLE)) {
      if (parts.stream().anyMatch(part -> part.kind == kind)) {
        return new GpuUse(kind, held, kind == Kind.UNKNOWN ? doubts : List.of());
      }
    }
    return new GpuUse(Kind.FREE, held, List.of());
  }

  /** One part that is held is enough; one that is not known leaves the others in doubt. */
  private static Optional<Boolean> heldTogether(List<GpuUse> parts) {
    if (parts.stream().anyMatch(GpuUse::isHeld)) {
      return Optional.of(true);
    }
    return parts.stream().allMatch(part -> part.held.isPresent())
        ? Optional.of(false)
        : Optional.empty();
  }

  /** Whether it is known to be held. */
  boolean isHeld() {
    return held.orElse(false);
  }

  private static String words(Evidence.Doubt doubt) {
    return doubt.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.HashMap;
import java.util.Map;

/**
 * The identities of the processes NVML lists in one snapshot. A listed process that is missing here
 * ended before it could be looked at.
 *
 * @param visibility whether the agent can see the host's processes at all
 * @param doubts GPUs, by UUID, whose own lists deserve less belief than that
 * @param byPid by process number
 */
public record ProcessTable(
    Visibility visibility, Map<String, Visibility> doubts, Map<Long, ProcessIdentity> byPid) {

  /** Nobody looks processes up, by choice. */
  public static final Visibility NOT_LOOKED_UP = new Visibility.Blind("process lookup is off");

  public ProcessTable {
    doubts = Map.copyOf(doubts);
    byPid = Map.copyOf(byPid);
  }

  /** The names of the processes that have one, by PID. */
  public Map<Long, String> commands() {
    var commands = new HashMap<Long, String>();
    byPid.forEach(
        (pid, process) -> {
          if (!process.command().isEmpty()) {
            commands.put(pid, process.command());
          }
        });
    return commands;
  }

  /** Nothing is looked up. */
  public static ProcessTable off() {
    return new ProcessTable(NOT_LOOKED_UP, Map.of(), Map.of());
  }

  /** Nothing can be looked up, for {@code reason}. */
  public static ProcessTable blind(String reason) {
    return new ProcessTable(new Visibility.Blind(reason), Map.of(), Map.of());
  }

  /** How far the process list of one GPU may be believed. */
  public Visibility visibility(String gpuUuid) {
    return visibility.worse(doubts.getOrDefault(gpuUuid, visibility));
  }

  /** How far process lists may be believed on every GPU of the node. */
  public Visibility worst() {
    return doubts.values().stream().reduce(visibility, Visibility::worse);
  }

  /**
   * How far process lists may be believed. Without the host's PID namespace a driver answers
   * success with an empty list, so an empty list means idle only under {@link Full}.
   */
  public sealed interface Visibility {

    /** The host's PID namespace is seen and no invariant speaks against it. */
    record Full() implements Visibility {}

    /** Some processes cannot be looked at. */
    record Partial(String reason) implements Visibility {}

    /** Process lists say nothing. */
    record Blind(String reason) implements Visibility {}

    /** Whether a list may be taken as complete. */
    default boolean full() {
      return this instanceof Full;
    }

    /** The one that allows less belief; this one when both allow the same. */
    default Visibility worse(Visibility other) {
      return other.rank() > rank() ? other : this;
    }

    private int rank() {
      return switch (this) {
        case Full() -> 0;
        case Partial(var _) -> 1;
        case Blind(var _) -> 2;
      };
    }
  }
}

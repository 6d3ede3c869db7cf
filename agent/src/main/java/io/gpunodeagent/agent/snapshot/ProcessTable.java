package io.gpunodeagent.agent.snapshot;

import java.util.Map;

/**
 * The identities of the processes NVML lists.
 *
 * @param visibility whether the agent can see the host's processes
 * @param byPid by process number
 */
public record ProcessTable(Visibility visibility, Map<Long, ProcessIdentity> byPid) {

  public ProcessTable {
    byPid = Map.copyOf(byPid);
  }

  /** Nothing is looked up. */
  public static ProcessTable off() {
    return new ProcessTable(new Visibility.Blind("process lookup is off"), Map.of());
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
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stretch of time in which a server of the node does not do its work.
 *
 * @param kind what callers meet
 */
public record ScenarioFault<K>(Span span, K kind) {

  /** What is wrong with the kubelet's socket. */
  public enum Kubelet {
    /** A socket that nobody listens on. */
    REFUSE,
    /** No socket. */
    ABSENT,
    /** Calls that are never answered. */
    STALL,
    /** The kubelet's rate limit. */
    EXHAUSTED,
    /** Another service. */
    UNIMPLEMENTED,
    /** Answers that are no PodResources. */
    CORRUPT
  }

  /** What is wrong with the API server. */
  public enum Api {
    /** Nobody listens. */
    REFUSE,
    /** Requests that are never answered. */
    STALL,
    /** Every request is refused: 403. */
    FORBIDDEN,
    /** Every request fails: 500. */
    ERROR,
    /** Watches end, and cannot be taken up where they ended: 410. */
    EXPIRED
  }

  static final Map<String, Kubelet> KUBELET_KINDS =
      Map.of(
          "refuse", Kubelet.REFUSE,
          "absent", Kubelet.ABSENT,
          "stall", Kubelet.STALL,
          "exhausted", Kubelet.EXHAUSTED,
          "unimplemented", Kubelet.UNIMPLEMENTED,
          "corrupt", Kubelet.CORRUPT);

  static final Map<String, Api> API_KINDS =
      Map.of(
          "refuse", Api.REFUSE,
          "stall", Api.STALL,
          "forbidden", Api.FORBIDDEN,
          "error", Api.ERROR,
          "expired", Api.EXPIRED);

  /** The kind of the first of {@code faults} that lasts at that moment. */
  public static <K> Optional<K> at(List<ScenarioFault<K>> faults, double seconds) {
    return faults.stream()
        .filter(fault -> fault.span().contains(seconds))
        .map(ScenarioFault::kind)
        .findFirst();
  }

  static <K> List<ScenarioFault<K>> read(Optional<At> section, Map<String, K> kinds) {
    return section.map(at -> at.items("faults")).orElse(List.of()).stream()
        .map(at -> one(at, kinds))
        .toList();
  }

  private static <K> ScenarioFault<K> one(At at, Map<String, K> kinds) {
    at.only("kind", "from", "until");
    return new ScenarioFault<>(
        Span.read(at, Span.always()), at.require("kind", "kind: refuse").word(kinds));
  }
}

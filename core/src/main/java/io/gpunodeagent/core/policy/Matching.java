// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.Match.Sharing;
import io.gpunodeagent.core.sources.PodInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one kind at one moment.
 *
 * @param <R> the kind of rule
 */
final class Matching<R> {

  private static final String BARE_POD = "Pod";

  private final List<Entry<R>> entries = new ArrayList<>();
  private final Map<String, List<Entry<R>>> byNamespace = new HashMap<>();

  Matching(List<R> rules, Function<R, Match> match, Instant now) {
    for (var rule : rules) {
      var of = match.apply(rule);
      boolean inForce = of.schedule().isEmpty() || of.schedule().get().holds(now);
      entries.add(new Entry<>(rule, of, List.copyOf(of.podSelector().entrySet()), inForce));
    }
  }

  private record Entry<R>(
      R rule, Match match, List<Map.Entry<String, String>> labels, boolean inForce) {}

  /**
   * The rule of a pod.
   *
   * @param abovePriority whether the pod's priority keeps it from applying, and no other does
   */
  record Choice<R>(R rule, boolean abovePriority) {}

  /** The first that matches; else the first that would but for the pod's priority. */
  Optional<Choice<R>> choose(HeldPod pod) {
    Entry<R> above = null;
    var candidates = candidates(pod.ref().namespace());
    for (int i = 0; i < candidates.size(); i++) {
      var entry = candidates.get(i);
      var unmet = unmet(entry, pod);
      if (unmet == null) {
        return Optional.of(new Choice<>(entry.rule(), false));
      }
      if (unmet == UnmetCondition.PRIORITY && above == null) {
        above = entry;
      }
    }
    return above == null ? Optional.empty() : Optional.of(new Choice<>(above.rule(), true));
  }

  /** The rules for a namespace: many pods share one, and patterns are the dearest to compare. */
  private List<Entry<R>> candidates(String namespace) {
    var known = byNamespace.get(namespace);
    if (known == null) {
      known = entries.stream().filter(each -> each.match().namespaces().accept(namespace)).toList();
      byNamespace.put(namespace, known);
    }
    return known;
  }

  /** Why the rule at {@code index} does not match; empty when it does. */
  Optional<UnmetCondition> unmet(int index, HeldPod pod) {
    return Optional.ofNullable(unmet(entries.get(index), pod));
  }

  private static <R> @Nullable UnmetCondition unmet(Entry<R> entry, HeldPod pod) {
    var match = entry.match();
    if (!match.namespaces().accept(pod.ref().namespace())) {
      return UnmetCondition.NAMESPACE;
    }
    if (!labels(entry.labels(), pod)) {
      return UnmetCondition.LABELS;
    }
    if (!workload(match, pod)) {
      return UnmetCondition.WORKLOAD_KIND;
    }
    if (!products(match, pod)) {
      return UnmetCondition.PRODUCT;
    }
    if (!sharing(match, pod)) {
      return UnmetCondition.SHARING;
    }
    if (!entry.inForce()) {
      return UnmetCondition.SCHEDULE;
    }
    return priority(match, pod) ? null : UnmetCondition.PRIORITY;
  }

  private static boolean labels(List<Map.Entry<String, String>> wanted, HeldPod pod) {
    if (wanted.isEmpty()) {
      return true;
    }
    if (pod.info().isEmpty()) {
      return false;
    }
    var labels = pod.info().get().labels();
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).getValue().equals(labels.get(wanted.get(i).getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean workload(Match match, HeldPod pod) {
    return match.workloadKinds().isEmpty()
        || pod.info().filter(info -> workload(match, info)).isPresent();
  }

  private static boolean workload(Match match, PodInfo info) {
    return info.workload().isEmpty()
        ? match.workloadKinds().contains(BARE_POD)
        : match.workloadKinds().contains(info.workload().get().kind())
            || info.workload().get().ownerKinds().stream()
                .anyMatch(match.workloadKinds()::contains);
  }

  private static boolean products(Match match, HeldPod pod) {
    return match.gpuProducts().isAny()
        || (!pod.products().isEmpty()
            && pod.products().stream().allMatch(match.gpuProducts()::accept));
  }

  private static boolean sharing(Match match, HeldPod pod) {
    return match.sharing() == Sharing.ANY
        || (pod.sharings().size() == 1 && pod.sharings().contains(match.sharing()));
  }

  private static boolean priority(Match match, HeldPod pod) {
    if (match.maxPriority().isEmpty()) {
      return true;
    }
    return pod.info()
        .filter(info -> info.priority().isPresent())
        .filter(info -> info.priority().getAsInt() <= match.maxPriority().getAsInt())
        .isPresent();
  }
}

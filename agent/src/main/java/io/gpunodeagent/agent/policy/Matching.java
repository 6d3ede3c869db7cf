package io.gpunodeagent.agent.policy;

import io.gpunodeagent.agent.policy.Match.Sharing;
import io.gpunodeagent.agent.snapshot.PodInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rules of one kind at one moment.
 *
 * @param <R> the kind of rule
 */
final class Matching<R> {

  private static final String BARE_POD = "Pod";

  private final List<Entry<R>> entries = new ArrayList<>();

  Matching(List<R> rules, Function<R, Match> match, Instant now) {
    for (var rule : rules) {
      var of = match.apply(rule);
      boolean inForce = of.schedule().isEmpty() || of.schedule().get().holds(now);
      entries.add(new Entry<>(rule, of, inForce));
    }
  }

  private record Entry<R>(R rule, Match match, boolean inForce) {}

  /**
   * The rule of a pod.
   *
   * @param abovePriority whether the pod's priority keeps it from applying, and no other does
   */
  record Choice<R>(R rule, boolean abovePriority) {}

  /** The first that matches; else the first that would but for the pod's priority. */
  Optional<Choice<R>> choose(HeldPod pod) {
    Optional<Choice<R>> above = Optional.empty();
    for (var entry : entries) {
      var misfit = misfit(entry, pod);
      if (misfit.isEmpty()) {
        return Optional.of(new Choice<>(entry.rule(), false));
      }
      if (misfit.get() == Misfit.PRIORITY && above.isEmpty()) {
        above = Optional.of(new Choice<>(entry.rule(), true));
      }
    }
    return above;
  }

  /** Why the rule at {@code index} does not match; empty when it does. */
  Optional<Misfit> misfit(int index, HeldPod pod) {
    return misfit(entries.get(index), pod);
  }

  private static <R> Optional<Misfit> misfit(Entry<R> entry, HeldPod pod) {
    var match = entry.match();
    if (!match.namespaces().accept(pod.ref().namespace())) {
      return Optional.of(Misfit.NAMESPACE);
    }
    if (!labels(match, pod)) {
      return Optional.of(Misfit.LABELS);
    }
    if (!workload(match, pod)) {
      return Optional.of(Misfit.WORKLOAD_KIND);
    }
    if (!products(match, pod)) {
      return Optional.of(Misfit.PRODUCT);
    }
    if (!sharing(match, pod)) {
      return Optional.of(Misfit.SHARING);
    }
    if (!entry.inForce()) {
      return Optional.of(Misfit.SCHEDULE);
    }
    return priority(match, pod) ? Optional.empty() : Optional.of(Misfit.PRIORITY);
  }

  private static boolean labels(Match match, HeldPod pod) {
    return match.podSelector().isEmpty()
        || pod.info()
            .filter(info -> info.labels().entrySet().containsAll(match.podSelector().entrySet()))
            .isPresent();
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
    return match.gpuProducts().patterns().isEmpty()
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

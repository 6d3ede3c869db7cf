// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.DeviceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Leaves out how GPUs are shared where the kubelet's own list contradicts the configuration that
 * the labels are made of: the device plugin may run with another, or may not have started with this
 * one yet.
 */
public final class AllocatableCheck {

  private static final String REPLICAS = ".replicas";
  private static final String STRATEGY = ".sharing-strategy";
  private static final String PRODUCT = ".product";

  /** A resource offered in replicas under a name of its own. */
  private static final String SHARED = ".shared";

  private AllocatableCheck() {}

  /** {@code made} without what {@code allocatable} contradicts; all of it when nothing is known. */
  public static LabelSet of(LabelSet made, Allocatable allocatable) {
    return switch (allocatable) {
      case Allocatable.Unknown _ -> made;
      case Allocatable.Known(var entries) -> of(made, replicas(entries));
    };
  }

  private static LabelSet of(LabelSet made, Map<String, Integer> offered) {
    var labels = new TreeMap<>(made.labels());
    var problems = new ArrayList<>(made.problems());
    made.labels()
        .forEach(
            (key, value) -> {
              var resource = resource(key);
              var actual = resource.flatMap(name -> offered(name, offered));
              if (actual.isPresent() && contradicts(value, actual.get())) {
                boolean shared = !value.equals("1");
                labels.remove(key);
                labels.remove(resource.get() + STRATEGY);
                if (shared != actual.get() > 1) {
                  labels.remove(resource.get() + PRODUCT);
                }
                problems.add(problem(key, value, actual.get()));
              }
            });
    return labels.size() == made.labels().size()
        ? made
        : new LabelSet(labels, made.annotations(), made.unknown(), problems);
  }

  private static Optional<String> resource(String key) {
    return key.startsWith(GfdLabels.PREFIX) && key.endsWith(REPLICAS)
        ? Optional.of(key.substring(0, key.length() - REPLICAS.length()))
        : Optional.empty();
  }

  private static Optional<Integer> offered(String resource, Map<String, Integer> offered) {
    return Optional.ofNullable(offered.get(resource))
        .or(() -> Optional.ofNullable(offered.get(resource + SHARED)));
  }

  /** A resource outside of any sharing is labelled 0. */
  private static boolean contradicts(String label, int actual) {
    return !label.equals("0") && !label.equals(String.valueOf(actual));
  }

  /** By resource, the most replicas of a device; the kubelet leaves unhealthy ones out. */
  private static Map<String, Integer> replicas(List<Allocatable.Entry> entries) {
    var most = new HashMap<String, Integer>();
    for (var entry : entries) {
      if (entry.device() instanceof DeviceId.Slot) {
        continue;
      }
      most.merge(entry.resource(), count(entry.replicas()), Math::max);
    }
    return most;
  }

  private static int count(Set<Integer> numbers) {
    return numbers.isEmpty() ? 1 : Collections.max(numbers) + 1;
  }

  private static Problem problem(String key, String value, int actual) {
    return Problem.of(
        "",
        key,
        value,
        "contradicts the kubelet, which offers each device " + actual + " times",
        "labels of sharing are left out; have the device plugin and the agent use one"
            + " configuration");
  }
}

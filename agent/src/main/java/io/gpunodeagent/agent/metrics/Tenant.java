// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.attribution.Share;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is named in a row of a device, and what of the device's figures is shown there.
 *
 * @param labels of the pod, printed among the label fields
 * @param attributes pod, namespace, container and the like
 */
record Tenant(Map<String, String> labels, Map<String, String> attributes, Figure figure) {

  private static final Tenant NOBODY = new Tenant(Map.of(), Map.of(), new Whole());

  /** The only row of a device nobody holds. */
  static Tenant nobody() {
    return NOBODY;
  }

  /** What this and {@code other} have in common, of a device they hold together. */
  Tenant common(Tenant other) {
    return new Tenant(
        common(labels, other.labels), common(attributes, other.attributes), new Whole());
  }

  private static Map<String, String> common(Map<String, String> one, Map<String, String> other) {
    var both = new TreeMap<>(one);
    both.entrySet().retainAll(other.entrySet());
    return both;
  }

  /** What of a metric that is divided among holders a row shows. */
  sealed interface Figure {}

  /** The device's figure. */
  record Whole() implements Figure {}

  /** One holder's part. */
  record Part(Share share) implements Figure {}

  /** What the holders' parts leave of the device's figure; other metrics do not show here. */
  record Rest(List<Share> parts) implements Figure {
    Rest {
      parts = List.copyOf(parts);
    }
  }
}

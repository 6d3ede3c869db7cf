// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName.Component;
import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.Family;
import io.gpunodeagent.agent.metrics.format.FamilySamples;
import io.gpunodeagent.agent.metrics.format.Rotating;
import io.gpunodeagent.agent.metrics.format.RowLabels;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Encodes the series of GPUs, of their users and of the node. What stays from export to export,
 * heads and attributes, is encoded once. Confined to one thread at a time.
 */
final class FamilyEncoder {

  private static final byte[] NOTHING = {};

  private final Rotating<Family, Known> families = new Rotating<>();
  private final Rotating<RowLabels, byte[]> plain = new Rotating<>();
  private final Map<Component, Rotating<RowLabels, byte[]>> semantic = new HashMap<>();
  private final Bytes points = new Bytes(1 << 14);

  /**
   * What is known of a family.
   *
   * @param attributes beside those of the row
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Known(
      MetricHead head,
      MetricHead.Data data,
      boolean whole,
      byte[] attributes,
      Starts<RowLabels> starts) {

    static Known plain(Family family) {
      var data = family.kind() == Kind.COUNTER ? MetricHead.Data.COUNTER : MetricHead.Data.GAUGE;
      return new Known(
          MetricHead.of(family.name(), family.help(), "", data),
          data,
          false,
          NOTHING,
          new Starts<>(true));
    }

    static Known semantic(SemanticName name) {
      var data =
          switch (name.instrument()) {
            case GAUGE -> MetricHead.Data.GAUGE;
            case COUNTER -> MetricHead.Data.COUNTER;
            case UPDOWNCOUNTER -> MetricHead.Data.UPDOWNCOUNTER;
          };
      var more = new Attributes(NumberPoints.ATTRIBUTES);
      name.attributes().forEach(more::put);
      return new Known(
          MetricHead.of(name.name(), name.help(), name.unit(), data),
          data,
          name.whole(),
          more.toByteArray(),
          new Starts<>(data == MetricHead.Data.COUNTER));
    }
  }

  /** Writes a family under its own name; returns how many points it has. */
  int write(FamilySamples family, Bytes out) {
    var known = families.get(family.family(), Known::plain);
    points.clear();
    points(family, known, plain, FamilyEncoder::plain);
    known.head().write(points, out);
    return family.samples().size();
  }

  /** Begins a metric of a name of the conventions, of which several families may be parts. */
  void begin() {
    points.clear();
  }

  /** Adds a part to the metric that was begun; returns how many points it has. */
  int add(SemanticName name, FamilySamples family) {
    var known = families.get(family.family(), _ -> Known.semantic(name));
    var component = name.component();
    var attributes = semantic.computeIfAbsent(component, _ -> new Rotating<>());
    points(family, known, attributes, row -> SemanticAttributes.of(row, component));
    return family.samples().size();
  }

  /** Writes the metric that was begun, whose last part was {@code family}. */
  void end(SemanticName name, FamilySamples family, Bytes out) {
    families.get(family.family(), _ -> Known.semantic(name)).head().write(points, out);
  }

  private void points(
      FamilySamples family,
      Known known,
      Rotating<RowLabels, byte[]> cache,
      Function<RowLabels, byte[]> encoder) {
    long at = OtlpRenderer.nanos(family.at());
    for (var sample : family.samples()) {
      var attributes = cache.get(sample.labels(), encoder);
      if (known.data().isSum()) {
        long start = known.starts().of(sample.labels(), sample.value(), at);
        NumberPoints.sum(
            attributes, known.attributes(), start, at, known.whole(), sample.value(), points);
      } else {
        NumberPoints.gauge(attributes, known.attributes(), at, sample.value(), points);
      }
    }
  }

  private static byte[] plain(RowLabels labels) {
    var attributes = new Attributes(NumberPoints.ATTRIBUTES);
    labels.forEach(attributes::put);
    return attributes.toByteArray();
  }

  /** Forgets what was not written since the previous call. */
  void turn() {
    families.forEach(known -> known.starts().turn());
    families.turn();
    plain.turn();
    semantic.values().forEach(Rotating::turn);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one row, encoded once for every format: they stay as they are from sample to sample
 * while values change. Confined to one thread at a time until it is published.
 */
public final class RowLabels implements Comparable<RowLabels> {

  private final int order;
  private final Parts parts;
  private final String[] names;
  private final String[] values;
  private final byte[] text;
  private final byte[] protobuf;
  private final int hash;
  private final Rotating<Extra, RowLabels> extended = new Rotating<>();

  /**
   * Labels in dcgm-exporter's order.
   *
   * @param fixed what names the GPU, instance or link, in order
   * @param fields metrics of kind label, and labels of one metric; printed sorted
   * @param attributes labels of who uses the device and of errors; printed sorted
   */
  public record Parts(
      Map<String, String> fixed, Map<String, String> fields, Map<String, String> attributes) {

    private Map<String, String> inOrder() {
      var all = new LinkedHashMap<>(fixed);
      new TreeMap<>(fields).forEach(all::putIfAbsent);
      new TreeMap<>(attributes).forEach(all::putIfAbsent);
      return all;
    }

    private Parts with(Extra extra) {
      var moreFields = new TreeMap<>(fields);
      moreFields.putAll(extra.fields());
      var moreAttributes = new TreeMap<>(attributes);
      moreAttributes.putAll(extra.attributes());
      return new Parts(fixed, moreFields, moreAttributes);
    }
  }

  public RowLabels(int order, Parts parts) {
    this.order = order;
    this.parts = parts;
    var all = parts.inOrder();
    var sorted = new TreeMap<>(all);
    names = sorted.keySet().toArray(String[]::new);
    values = sorted.values().toArray(String[]::new);
    text = encodeText(all);
    protobuf = Protobuf.labels(all);
    hash = Objects.hash(order, Arrays.hashCode(names), Arrays.hashCode(values));
  }

  /** These labels and those of one sample. */
  public RowLabels with(Extra extra) {
    return extended.get(extra, more -> new RowLabels(order, parts.with(more)));
  }

  /** Forgets the labels of samples that were not asked for since the previous call. */
  public void endOfSnapshot() {
    extended.turn();
  }

  /**
   * The order within a family: that of GPUs, instances and links, then of the labels, sorted by
   * name. Equal only where all labels are.
   */
  @Override
  public int compareTo(RowLabels other) {
    if (this == other) {
      return 0;
    }
    if (order != other.order) {
      return Integer.compare(order, other.order);
    }
    var byName = Arrays.compare(names, other.names);
    return byName != 0 ? byName : Arrays.compare(values, other.values);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowLabels labels && compareTo(labels) == 0;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Hands each label on, name and value, sorted by name. */
  public void forEach(BiConsumer<String, String> action) {
    for (int at = 0; at < names.length; at++) {
      action.accept(names[at], values[at]);
    }
  }

  /** With braces, escaped, for both text formats; nothing when there are none. */
  public byte[] text() {
    return text;
  }

  /** The label pairs of a metric message. */
  byte[] protobuf() {
    return protobuf;
  }

  private static byte[] encodeText(Map<String, String> all) {
    if (all.isEmpty()) {
      return new byte[0];
    }
    var out = new Bytes(256);
    var separator = '{';
    for (var label : all.entrySet()) {
      out.write(separator);
      out.write(label.getKey() + "=\"" + Escaping.quoted(label.getValue()) + "\"");
      separator = ',';
    }
    out.write('}');
    return out.toByteArray();
  }
}

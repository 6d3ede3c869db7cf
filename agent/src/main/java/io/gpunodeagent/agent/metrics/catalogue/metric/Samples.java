// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the samples of one metric in one row. Not calling it at all is how absence is said. */
public interface Samples {

  /** The row's only sample. */
  void add(double value);

  /** One of several samples of the row, distinguished by further labels. */
  void add(Extra extra, double value);

  /** The row's only sample; above 2^53 rounded to what Prometheus can hold. */
  default void add(long value) {
    add((double) value);
  }

  /** One of several samples, rounded likewise. */
  default void add(Extra extra, long value) {
    add(extra, (double) value);
  }

  /** The row's text, for a metric of kind {@link Kind#LABEL}. */
  void text(String value);

  /**
   * Labels beside those of the row. Each sample looks its encoded labels up by them at every
   * scrape, so the hash is computed once.
   */
  final class Extra {

    private final Map<String, String> fields;
    private final Map<String, String> attributes;
    private final int hash;

    /**
     * Labels.
     *
     * @param fields printed sorted among the label fields
     * @param attributes printed sorted after them, where dcgm-exporter prints pod and error labels
     */
    public Extra(Map<String, String> fields, Map<String, String> attributes) {
      this.fields = Map.copyOf(fields);
      this.attributes = Map.copyOf(attributes);
      hash = 31 * this.fields.hashCode() + this.attributes.hashCode();
    }

    public static Extra fields(String name, String value, String otherName, String otherValue) {
      return new Extra(Map.of(name, value, otherName, otherValue), Map.of());
    }

    /** Those printed among the label fields. */
    public Map<String, String> fields() {
      return fields;
    }

    /** Those printed after them. */
    public Map<String, String> attributes() {
      return attributes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Extra extra
              && hash == extra.hash
              && fields.equals(extra.fields)
              && attributes.equals(extra.attributes));
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return "Extra[" + fields + ", " + attributes + "]";
    }
  }
}

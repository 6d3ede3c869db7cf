package io.gpunodeagent.agent.metrics.catalogue.metric;

import java.util.Map;

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
   * Labels beside those of the row.
   *
   * @param fields printed sorted among the label fields
   * @param attributes printed sorted after them, where dcgm-exporter prints pod and error labels
   */
  record Extra(Map<String, String> fields, Map<String, String> attributes) {

    public Extra {
      fields = Map.copyOf(fields);
      attributes = Map.copyOf(attributes);
    }

    public static Extra fields(String name, String value, String otherName, String otherValue) {
      return new Extra(Map.of(name, value, otherName, otherValue), Map.of());
    }
  }
}

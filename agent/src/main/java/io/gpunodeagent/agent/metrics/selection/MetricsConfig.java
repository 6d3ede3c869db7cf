// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

/**
 * Which series are served and how they are labelled.
 *
 * @param hostnameLabel which spelling of the host name label the series carry
 * @param hostname its value: the node's name
 * @param aliases whether the {@code nvidia_smi_*} names of older guides are served too
 * @param semanticNames whether an export asks for the OpenTelemetry conventions' names, where they
 *     have one
 * @param replaceBlanksInModelName whether blanks in {@code modelName} become {@code -}
 * @param pods what is said of a device's holders
 */
public record MetricsConfig(
    HostnameLabel hostnameLabel,
    String hostname,
    boolean aliases,
    boolean semanticNames,
    boolean replaceBlanksInModelName,
    PodLabelling pods) {

  /**
   * Spellings of the host name label: dashboards say {@code Hostname}, the newest exporter {@code
   * hostname}.
   */
  public enum HostnameLabel {
    BOTH,
    UPPER,
    LOWER,
    NONE;

    public boolean upper() {
      return this == BOTH || this == UPPER;
    }

    public boolean lower() {
      return this == BOTH || this == LOWER;
    }
  }

  /** The same with the conventions' names or without. */
  public MetricsConfig withSemanticNames(boolean asked) {
    return new MetricsConfig(
        hostnameLabel, hostname, aliases, asked, replaceBlanksInModelName, pods);
  }
}

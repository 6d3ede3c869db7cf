// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

/** What one series of a metric is about, and so which readings it comes from. */
public enum Scope {
  /** A fact of the node, repeated on every GPU or instance row as DCGM repeats it. */
  NODE("node"),
  /** The whole GPU; repeated on every instance row of a GPU with MIG. */
  GPU("GPU"),
  /** The GPU, or the GPU instance itself on a GPU with MIG. */
  INSTANCE("GPU or instance"),
  /** One NVLink; its rows carry the label {@code nvlink}. */
  LINK("link");

  private final String words;

  Scope(String words) {
    this.words = words;
  }

  /** How documents call it. */
  public String words() {
    return words;
  }
}

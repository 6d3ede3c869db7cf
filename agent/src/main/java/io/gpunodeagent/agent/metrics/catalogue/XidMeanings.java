package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.core.health.XidCatalogue;

/** What XID codes mean, in a few words, as a label says it. */
final class XidMeanings {

  private XidMeanings() {}

  /** The meaning of {@code code}; a fixed text for a code nobody documents. */
  static String of(int code) {
    return XidCatalogue.of(code).meaning();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName;
import io.gpunodeagent.agent.metrics.format.FamilySamples;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a state has of all series of GPUs, of their users and of the node. Every format is written
 * from it.
 *
 * @param takenAt when the readings were taken
 * @param families by name, as they are served
 * @param semantic quantities that an export names by the OpenTelemetry conventions; those of one
 *     name stand together
 * @param replaced names of families that such an export leaves out for them
 */
public record Collected(
    Instant takenAt, List<FamilySamples> families, List<Semantic> semantic, Set<String> replaced) {

  public Collected {
    families = List.copyOf(families);
    semantic = List.copyOf(semantic);
    replaced = Set.copyOf(replaced);
  }

  /** The samples of a name of the conventions. */
  public record Semantic(SemanticName name, FamilySamples samples) {}
}

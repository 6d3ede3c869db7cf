// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.NodeMarks;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The state of publishing.
 *
 * @param published the agent's labels and annotations as last seen on the Node; in a dry run, as
 *     they would be
 * @param lastSeen when the Node was last seen; empty before that
 * @param writes how often something was written since the start, Events apart
 * @param failures how many requests gave nothing since the start
 * @param problems what keeps something from being published, by what it is
 */
public record PublishingStatus(
    NodeMarks published,
    Optional<Instant> lastSeen,
    long writes,
    long failures,
    SequencedMap<String, String> problems) {

  public PublishingStatus {
    problems = Collections.unmodifiableSequencedMap(new TreeMap<>(problems));
  }

  /** Nothing was done yet. */
  static PublishingStatus starting() {
    return new PublishingStatus(NodeMarks.none(), Optional.empty(), 0, 0, new TreeMap<>());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.NodeMarksApi;
import io.gpunodeagent.agent.cluster.node.NodeStatusApi;
import java.util.Optional;

/**
 * What is published to.
 *
 * @param marks takes labels, and annotations where {@code status} is there
 * @param status takes the condition, the taint and Events; empty where only labels are published
 */
public record PublishTarget(NodeMarksApi marks, Optional<NodeStatusApi> status) {

  /** A Node, which takes everything. */
  public static <T extends NodeMarksApi & NodeStatusApi> PublishTarget node(T node) {
    return new PublishTarget(node, Optional.of(node));
  }

  /** A place for labels alone. */
  public static PublishTarget labels(NodeMarksApi marks) {
    return new PublishTarget(marks, Optional.empty());
  }
}

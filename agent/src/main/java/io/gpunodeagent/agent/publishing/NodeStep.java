// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.NodeEvent;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.NodeTaint;
import java.time.Duration;
import java.util.Optional;

/** What to do next. */
sealed interface NodeStep {

  /**
   * Nothing before then, on the clock of {@link NodePlanner#next}, unless something new is wanted.
   */
  record Wait(Duration until) implements NodeStep {}

  /** Look at the Node. */
  record Read() implements NodeStep {}

  /** Make the marks these. */
  record Write(NodeMarks marks, boolean force) implements NodeStep {}

  /** See whether the server would take these. */
  record Probe(NodeMarks marks) implements NodeStep {}

  /** Make the condition this. */
  record Judge(ConditionText condition) implements NodeStep {}

  /** Make the agent's taint this, or none. */
  record Taint(Optional<NodeTaint> taint) implements NodeStep {}

  /** Record this Event. */
  record Event(NodeEvent event) implements NodeStep {}
}

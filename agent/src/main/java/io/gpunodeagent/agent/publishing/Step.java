package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.ConditionText;
import io.gpunodeagent.agent.cluster.NodeEvent;
import io.gpunodeagent.agent.cluster.NodeMarks;
import io.gpunodeagent.agent.cluster.NodeTaint;
import java.time.Duration;
import java.util.Optional;

/** What to do next. */
sealed interface Step {

  /** Nothing before then, on the clock of {@link Planner#next}, unless something new is wished. */
  record Wait(Duration until) implements Step {}

  /** Look at the Node. */
  record Read() implements Step {}

  /** Make the marks these. */
  record Write(NodeMarks marks, boolean force) implements Step {}

  /** See whether the server would take these. */
  record Probe(NodeMarks marks) implements Step {}

  /** Make the condition this. */
  record Judge(ConditionText condition) implements Step {}

  /** Make the agent's taint this, or none. */
  record Taint(Optional<NodeTaint> taint) implements Step {}

  /** Tell this. */
  record Tell(NodeEvent event) implements Step {}
}

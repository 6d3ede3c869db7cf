// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import java.time.Instant;
import java.util.Optional;

/** Writes what only the Node itself has: its condition, its taints, and Events about it. */
public interface NodeStatusApi {

  /**
   * Makes the agent's condition this, or removes it.
   *
   * @param uid of the Node that is meant
   * @param heartbeat when it was last judged
   */
  NodeAnswer applyCondition(String uid, Optional<ConditionText> condition, Instant heartbeat)
      throws InterruptedException;

  /**
   * Makes the taint with this key that one, or removes it; the taints of others stay. Nothing is
   * written when the Node has changed since it was {@code seen}: then it is a conflict, because a
   * Node's taints can only be written all together.
   */
  NodeAnswer applyTaint(ObservedNode seen, String key, Optional<NodeTaint> taint)
      throws InterruptedException;

  /** Records an Event: {@link NodeAnswer.Done} or why not. Twice is as good as once. */
  NodeAnswer record(String uid, NodeEvent event) throws InterruptedException;
}

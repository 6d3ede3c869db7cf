package io.gpunodeagent.agent.cluster.node;

import java.time.Instant;
import java.util.Optional;

/** Requests about the own Node, in the name of the agent's field manager. */
public interface NodeApi {

  /** The Node as it is: {@link NodeAnswer.Seen} or why not. */
  NodeAnswer read() throws InterruptedException;

  /**
   * Makes the agent's labels and annotations exactly these: server-side apply. What the agent held
   * and is not among them goes, unless somebody else holds it too.
   *
   * @param uid of the Node that is meant; one of another uid is not touched, and none is made
   */
  NodeAnswer apply(String uid, NodeMarks marks, Mode mode) throws InterruptedException;

  /**
   * Makes the agent's condition this, or removes it.
   *
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

  /** Tells an Event: {@link NodeAnswer.Done} or why not. Telling it twice is as good as once. */
  NodeAnswer tell(String uid, NodeEvent event) throws InterruptedException;

  /** How marks are applied. */
  enum Mode {
    /** Nothing that somebody else holds is touched. */
    GENTLE(""),
    /** Fields that somebody else holds are taken over. */
    FORCE("&force=true"),
    /** As gentle, and nothing is written. */
    DRY_RUN("&dryRun=All");

    private final String query;

    Mode(String query) {
      this.query = query;
    }

    /** What it adds to the query of a server-side apply. */
    public String query() {
      return query;
    }
  }
}

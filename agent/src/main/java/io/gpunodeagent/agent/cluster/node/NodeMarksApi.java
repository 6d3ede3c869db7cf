// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

/** Reads a Node, and writes its labels and annotations in the name of the agent's field manager. */
public interface NodeMarksApi {

  /** The Node as it is: {@link NodeAnswer.Seen} or why not. */
  NodeAnswer read() throws InterruptedException;

  /**
   * Makes the agent's labels and annotations exactly these: server-side apply. What the agent held
   * and is not among them goes, unless another manager holds it too.
   *
   * @param uid of the Node that is meant; one of another uid is not touched, and none is made
   */
  NodeAnswer apply(String uid, NodeMarks marks, Mode mode) throws InterruptedException;

  /** How marks are applied. */
  enum Mode {
    /** Nothing that another manager holds is touched. */
    GENTLE(""),
    /** Fields that another manager holds are taken over. */
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

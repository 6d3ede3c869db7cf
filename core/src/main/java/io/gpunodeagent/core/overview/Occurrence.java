// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.text.OneLine;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened to the node.
 *
 * @param at when it was seen, wall clock
 * @param kind what it is about
 * @param severity how bad it is; a return to normal is a note
 * @param gpu UUID of the GPU it is about; empty when it is about none
 * @param pod namespace and name of the pod it is about, {@code ns/name}; empty when it is about
 *     none
 * @param xid the code of the XID it is about; empty when it is about none
 * @param text what happened, one line of at most {@value #LONGEST_TEXT} characters
 */
public record Occurrence(
    Instant at,
    Kind kind,
    Severity severity,
    Optional<String> gpu,
    Optional<String> pod,
    OptionalInt xid,
    String text) {

  /**
   * The longest text, the mark of what was cut included. Files of events and recordings rely on it.
   */
  public static final int LONGEST_TEXT = 500;

  public Occurrence {
    text = OneLine.of(text, LONGEST_TEXT);
  }

  /** What an event is about. The lower-case name is a value of the API. */
  public enum Kind {
    /** An XID. */
    XID,
    /** A cause of bad health begins to count, or a GPU is healthy again. */
    HEALTH,
    /** A GPU hangs, is lost, is gone, is new or is read again. */
    GPU,
    /** NVML answers, does not answer, or is of another version. */
    DRIVER,
    /** The kubelet or the API server falls silent or answers again. */
    SOURCE,
    /** A pod takes a step on the ladder of its rule. */
    POLICY,
    /** An eviction was tried, or would have been without the dry run. */
    EVICTION,
    /** The agent took no sample for a while, or has started again. */
    SAMPLING;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

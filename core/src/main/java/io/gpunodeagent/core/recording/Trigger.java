// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import io.gpunodeagent.core.overview.Occurrence;
import io.gpunodeagent.core.text.OneLine;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An event around which the node is recorded.
 *
 * @param at when it was seen, wall clock
 * @param cause what happened to what
 * @param text what happened, one line, no longer than that of an event
 */
public record Trigger(Instant at, Cause cause, String text) {

  public Trigger {
    text = OneLine.of(text, Occurrence.LONGEST_TEXT);
  }

  /** What can begin a recording. The lower-case name is a value of the recording. */
  public enum Kind {
    /** A GPU reported an XID, of whatever severity. */
    XID,
    /** A GPU is lost, hangs or is gone; without a GPU: NVML answers no more, so all of them are. */
    LOST,
    /** No sample was taken for longer than ten periods. */
    SAMPLING_STALLED,
    /** This agent evicted a pod. */
    EVICTION;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What triggers have in common that are one fault repeating itself.
   *
   * @param gpu UUID of the GPU it is about; empty when it is about none or all
   * @param pod namespace and name of the pod, {@code ns/name}; empty when it is about none
   * @param xid the code of the XID; empty of the other kinds
   */
  public record Cause(Kind kind, Optional<String> gpu, Optional<String> pod, OptionalInt xid) {

    /** Of a kind that is about neither a pod nor an XID. */
    static Cause of(Kind kind, Optional<String> gpu) {
      return new Cause(kind, gpu, Optional.empty(), OptionalInt.empty());
    }
  }
}

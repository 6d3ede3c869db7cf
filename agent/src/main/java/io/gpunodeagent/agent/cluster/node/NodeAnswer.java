// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of a request about the own Node; reasons are one bounded line. */
public sealed interface NodeAnswer {

  /** The Node as it is now. */
  record Seen(ObservedNode node) implements NodeAnswer {}

  /** Done, with nothing to see. */
  record Done() implements NodeAnswer {}

  /**
   * Others hold fields with other values, or the Node is another by now; nothing was written.
   *
   * @param holders who holds what, by field; empty when the Node is another
   */
  record Conflict(Map<String, Set<String>> holders, String reason) implements NodeAnswer {

    public Conflict {
      holders = Map.copyOf(holders);
    }
  }

  /** The server, or a policy of it, does not take what was written; nothing was. */
  record Invalid(List<Cause> causes, String reason) implements NodeAnswer {

    public Invalid {
      causes = List.copyOf(causes);
    }
  }

  /** 400, 401, 403, 404 and the like: only a person ends it. */
  record Forbidden(String reason) implements NodeAnswer {}

  /**
   * The server asks for a pause.
   *
   * @param retryAfter zero when it does not say how long
   */
  record TooMany(Duration retryAfter, String reason) implements NodeAnswer {}

  /**
   * No answer, or a failure of the server; the request may have been carried out.
   *
   * @param retryAfter the pause the server asks for, or zero
   */
  record Unavailable(Duration retryAfter, String reason) implements NodeAnswer {

    /** Without an answer that could ask for a pause. */
    public Unavailable(String reason) {
      this(Duration.ZERO, reason);
    }
  }

  /**
   * Why something is invalid.
   *
   * @param field such as {@code metadata.labels}, without the key; may be empty
   * @param message quotes the bad key or value where there is one
   */
  record Cause(String field, String message) {}
}

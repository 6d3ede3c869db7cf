// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import java.time.Duration;

/** What came of a request about a pod; reasons are one bounded line. */
public sealed interface PodAnswer {

  /** The pod as it is now. */
  record Seen(ObservedPod pod) implements PodAnswer {}

  /** Done, with nothing to see. */
  record Done() implements PodAnswer {}

  /** There is no such pod any more. */
  record Gone(String reason) implements PodAnswer {}

  /** The pod is not what was observed any more; nothing was done. */
  record Changed(String reason) implements PodAnswer {}

  /**
   * A disruption budget, or that there are several, forbids the eviction now.
   *
   * @param retryAfter the pause the server asks for, or zero
   */
  record Blocked(Duration retryAfter, String reason) implements PodAnswer {}

  /** 400, 401, 403 and the like: only a person ends it. */
  record Forbidden(String reason) implements PodAnswer {}

  /**
   * No answer, or a failure of the server; the request may have been carried out.
   *
   * @param retryAfter the pause the server asks for, or zero
   */
  record Unavailable(Duration retryAfter, String reason) implements PodAnswer {}
}

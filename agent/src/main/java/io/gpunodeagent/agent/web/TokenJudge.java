// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

/** Knows bearer tokens and what their users may read. May block; asked by several threads. */
@FunctionalInterface
public interface TokenJudge {

  /** What is said of a token. */
  enum Verdict {
    /** Its user may read the path. */
    ADMITTED,
    /** It belongs to no user. */
    UNKNOWN,
    /** Its user may not. */
    FORBIDDEN,
    /** It is unknown now. */
    UNDECIDED
  }

  /**
   * The verdict on a request to get {@code path}.
   *
   * @param token as it came, without {@code Bearer}
   */
  Verdict judge(String token, String path);
}

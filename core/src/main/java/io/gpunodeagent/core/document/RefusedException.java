// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

/** A document of which nothing more is read, because of one problem. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public RefusedException(Problem problem) {
    super(problem.line());
    this.problem = problem;
  }

  /** Why. */
  public Problem problem() {
    return problem;
  }
}

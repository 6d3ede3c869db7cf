// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Programs that some tests need: where one is missing they are skipped, or, with the environment
 * variable {@code REQUIRE_TEST_TOOLS}, fail.
 */
public final class TestTools {

  private TestTools() {}

  /** Whether a missing program fails a test. */
  public static boolean required() {
    return System.getenv("REQUIRE_TEST_TOOLS") != null;
  }

  /** Skips the test that runs; where programs are required, the error to be thrown instead. */
  public static AssertionError missing(String what) {
    if (!required()) {
      abort(what);
    }
    return new AssertionError(what);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import io.gpunodeagent.core.recording.Trigger.Cause;
import io.gpunodeagent.core.recording.Trigger.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Triggers for tests. */
final class Causes {

  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private Causes() {}

  static Trigger xid(int code) {
    return new Trigger(
        NOON,
        new Cause(Kind.XID, Optional.of("GPU-0"), Optional.empty(), OptionalInt.of(code)),
        "XID " + code);
  }

  static Trigger lost() {
    return new Trigger(NOON, Cause.of(Kind.LOST, Optional.of("GPU-0")), "GPU 0 is lost");
  }
}

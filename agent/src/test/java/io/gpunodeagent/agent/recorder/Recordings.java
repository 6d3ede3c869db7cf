// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import java.io.IOException;
import java.nio.file.Path;

/** Recordings for tests of those who show them. */
public final class Recordings {

  private Recordings() {}

  /** Writes one of an XID 79 into {@code folder}; returns its name. */
  public static String ofAnXid(Path folder) throws IOException {
    new RecordedNode(folder, 1 << 20).run(400).xid(79).run(130);
    return new RecordingFolder(folder).stored().getFirst().name();
  }

  /** Writes one of an XID 31 that repeats itself every ten seconds; returns its name. */
  public static String ofRepeatedXids(Path folder) throws IOException {
    new RecordedNode(folder, 1 << 20).run(50).xid(31).run(10).xid(31).run(10).xid(31).run(130);
    return new RecordingFolder(folder).stored().getFirst().name();
  }
}

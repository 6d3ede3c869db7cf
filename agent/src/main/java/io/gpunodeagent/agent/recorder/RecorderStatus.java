// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import java.util.Optional;

/**
 * How recording stands.
 *
 * @param recordings begun since the agent started
 * @param failures writes that failed since the agent started
 * @param files recordings in the folder, when it was last looked at
 * @param bytes of them
 * @param problem why nothing can be recorded now, one line; empty while nothing is known to be
 *     wrong
 */
public record RecorderStatus(
    long recordings, long failures, int files, long bytes, Optional<String> problem) {

  static RecorderStatus starting() {
    return new RecorderStatus(0, 0, 0, 0, Optional.empty());
  }

  RecorderStatus begun() {
    return new RecorderStatus(recordings + 1, failures, files, bytes, problem);
  }

  RecorderStatus failed(String reason) {
    return new RecorderStatus(recordings, failures + 1, files, bytes, Optional.of(reason));
  }

  RecorderStatus holds(int count, long total) {
    return new RecorderStatus(recordings, failures, count, total, Optional.empty());
  }
}

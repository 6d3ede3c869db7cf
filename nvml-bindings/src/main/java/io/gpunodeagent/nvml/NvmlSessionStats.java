// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * The encoder or capture sessions of a GPU, all together.
 *
 * @param sessions the number of sessions
 * @param averageFps frames per second, over all sessions
 * @param averageLatencyMicros time to encode or capture a frame, in microseconds
 */
public record NvmlSessionStats(int sessions, int averageFps, long averageLatencyMicros) {
  static NvmlSessionStats ofStruct(Scratch scratch) {
    return new NvmlSessionStats(
        scratch.figure(LoadStructs.FBCStats.SESSIONS_COUNT),
        scratch.figure(LoadStructs.FBCStats.AVERAGE_FPS),
        scratch.u32(LoadStructs.FBCStats.AVERAGE_LATENCY));
  }

  static NvmlSessionStats of(Scratch scratch) {
    return new NvmlSessionStats(
        scratch.figure(0), scratch.figure(NvmlHandle.SECOND), scratch.u32(NvmlHandle.THIRD));
  }
}

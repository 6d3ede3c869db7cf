// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * One session of a video encoder ({@code nvmlEncoderSessionInfo_t}).
 *
 * @param sessionId the number that the driver gives the session
 * @param pid the process id, in the process namespace of the driver
 * @param vgpuInstance the virtual GPU it belongs to; 0 if the process runs on the host
 * @param codec the codec it encodes to
 * @param horizontalResolution pixels
 * @param verticalResolution pixels
 * @param averageFps frames per second
 * @param averageLatencyMicros microseconds per frame
 */
public record NvmlEncoderSession(
    long sessionId,
    int pid,
    long vgpuInstance,
    NvmlEncoderType codec,
    int horizontalResolution,
    int verticalResolution,
    int averageFps,
    long averageLatencyMicros) {
  static NvmlEncoderSession of(Scratch scratch, int at) {
    return new NvmlEncoderSession(
        scratch.u32(at + LoadStructs.EncoderSessionInfo.SESSION_ID),
        scratch.figure(at + LoadStructs.EncoderSessionInfo.PID),
        scratch.u32(at + LoadStructs.EncoderSessionInfo.VGPU_INSTANCE),
        new NvmlEncoderType(scratch.int32(at + LoadStructs.EncoderSessionInfo.CODEC_TYPE)),
        scratch.figure(at + LoadStructs.EncoderSessionInfo.H_RESOLUTION),
        scratch.figure(at + LoadStructs.EncoderSessionInfo.V_RESOLUTION),
        scratch.figure(at + LoadStructs.EncoderSessionInfo.AVERAGE_FPS),
        scratch.u32(at + LoadStructs.EncoderSessionInfo.AVERAGE_LATENCY));
  }
}

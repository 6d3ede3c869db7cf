// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;
import java.util.OptionalInt;

/**
 * How busy the engines of a GPU are. A GPU in MIG mode answers {@link NvmlReturn#NOT_SUPPORTED} to
 * most calls.
 */
public sealed interface UtilizationQueries permits NvmlDevice {
  /**
   * {@return how busy the GPU and its memory controller were in the last sample period} {@code
   * nvmlDeviceGetUtilizationRates}, since driver 450 or older.
   */
  default NvmlResult<NvmlUtilization> utilizationRates() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetUtilizationRates",
            NvmlFunctions::nvmlDeviceGetUtilizationRates,
            LoadStructs.Utilization.SIZEOF,
            NvmlUtilization::of);
  }

  /**
   * {@return how busy the video encoders were} {@code nvmlDeviceGetEncoderUtilization}, since
   * driver 450 or older.
   */
  default NvmlResult<NvmlEngineUtilization> encoderUtilization() {
    return on(this)
        .read2(
            "nvmlDeviceGetEncoderUtilization",
            NvmlFunctions::nvmlDeviceGetEncoderUtilization,
            NvmlEngineUtilization::of);
  }

  /**
   * {@return how busy the video decoders were} {@code nvmlDeviceGetDecoderUtilization}, since
   * driver 450 or older.
   */
  default NvmlResult<NvmlEngineUtilization> decoderUtilization() {
    return on(this)
        .read2(
            "nvmlDeviceGetDecoderUtilization",
            NvmlFunctions::nvmlDeviceGetDecoderUtilization,
            NvmlEngineUtilization::of);
  }

  /**
   * {@return how busy the JPEG decoders were} Turing and newer. {@code
   * nvmlDeviceGetJpgUtilization}, since driver 535.
   */
  default NvmlResult<NvmlEngineUtilization> jpgUtilization() {
    return on(this)
        .read2(
            "nvmlDeviceGetJpgUtilization",
            NvmlFunctions::nvmlDeviceGetJpgUtilization,
            NvmlEngineUtilization::of);
  }

  /**
   * {@return how busy the optical flow accelerator was} Turing and newer. {@code
   * nvmlDeviceGetOfaUtilization}, since driver 535.
   */
  default NvmlResult<NvmlEngineUtilization> ofaUtilization() {
    return on(this)
        .read2(
            "nvmlDeviceGetOfaUtilization",
            NvmlFunctions::nvmlDeviceGetOfaUtilization,
            NvmlEngineUtilization::of);
  }

  /**
   * {@return all encoder sessions together} {@code nvmlDeviceGetEncoderStats}, since driver 450 or
   * older.
   */
  default NvmlResult<NvmlSessionStats> encoderStats() {
    return on(this)
        .read3(
            "nvmlDeviceGetEncoderStats",
            NvmlFunctions::nvmlDeviceGetEncoderStats,
            NvmlSessionStats::of);
  }

  /**
   * {@return the encoder sessions} {@code nvmlDeviceGetEncoderSessions}, since driver 450 or older.
   */
  default NvmlResult<List<NvmlEncoderSession>> encoderSessions() {
    return NvmlList.read(
        on(this).session(),
        "nvmlDeviceGetEncoderSessions",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetEncoderSessions(on(this).address(), count, array),
        LoadStructs.EncoderSessionInfo.SIZEOF,
        NvmlEncoderSession::of);
  }

  /**
   * {@return all frame buffer capture sessions together} {@code nvmlDeviceGetFBCStats}, since
   * driver 450 or older.
   */
  default NvmlResult<NvmlSessionStats> fbcStats() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetFBCStats",
            NvmlFunctions::nvmlDeviceGetFBCStats,
            LoadStructs.FBCStats.SIZEOF,
            NvmlSessionStats::ofStruct);
  }

  /**
   * {@return the samples of one kind that the driver took after a given time} {@link
   * NvmlReturn#NOT_FOUND} if there is no newer sample. {@code nvmlDeviceGetSamples}, since driver
   * 450 or older.
   *
   * @param type the kind of sample
   * @param lastSeenTimestampMicros the greatest {@code timestampMicros} of the previous answer, in
   *     microseconds of the CPU's clock; 0 for every sample that the driver still has
   */
  default NvmlResult<List<NvmlSample>> samples(
      NvmlSamplingType type, long lastSeenTimestampMicros) {
    return NvmlList.read(
        on(this).session(),
        "nvmlDeviceGetSamples",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetSamples(
                on(this).address(),
                type.value(),
                lastSeenTimestampMicros,
                count + NvmlList.SECOND,
                count,
                array),
        LoadStructs.Sample.SIZEOF,
        NvmlSample::of);
  }

  /**
   * {@return how busy each utilisation domain is} {@code nvmlDeviceGetDynamicPstatesInfo}, since
   * driver 515.
   */
  default NvmlResult<NvmlDynamicPstates> dynamicPstatesInfo() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetDynamicPstatesInfo",
            NvmlFunctions::nvmlDeviceGetDynamicPstatesInfo,
            LoadStructs.GpuDynamicPstatesInfo.SIZEOF,
            NvmlDynamicPstates::of);
  }

  /**
   * {@return the performance state: 0 is the fastest, 15 the slowest; empty if the driver does not
   * know it} {@code nvmlDeviceGetPerformanceState}, since driver 450 or older.
   */
  default NvmlResult<OptionalInt> performanceState() {
    return on(this)
        .read(
            "nvmlDeviceGetPerformanceState",
            NvmlFunctions::nvmlDeviceGetPerformanceState,
            scratch -> Sentinel.unless(scratch.int32(0), Sentinel.UNKNOWN_PERFORMANCE_STATE));
  }
}

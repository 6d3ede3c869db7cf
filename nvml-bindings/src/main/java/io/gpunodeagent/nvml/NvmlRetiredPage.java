// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A page of memory that is no longer used.
 *
 * @param address its address in the GPU's memory
 * @param timestampMicros when it was retired, in microseconds since the epoch; empty if the driver
 *     does not report it
 */
public record NvmlRetiredPage(long address, OptionalLong timestampMicros) {
  /** A GPU retires 64 pages at most before it has to be replaced. */
  private static final int CAPACITY = 512;

  private static final int ADDRESSES = 8;
  private static final int TIMESTAMPS = ADDRESSES + CAPACITY * Long.BYTES;
  private static final int END = TIMESTAMPS + CAPACITY * Long.BYTES;

  static NvmlResult<List<NvmlRetiredPage>> read(NvmlHandle device, NvmlPageRetirementCause cause) {
    NvmlResult<List<NvmlRetiredPage>> result = readWithTimes(device, cause);
    return result.code().asksForOlderForm()
        ? NvmlList.read(
            device.session(),
            "nvmlDeviceGetRetiredPages",
            (count, array) ->
                NvmlFunctions.nvmlDeviceGetRetiredPages(
                    device.address(), cause.value(), count, array),
            Long.BYTES,
            (scratch, at) -> new NvmlRetiredPage(scratch.int64(at), OptionalLong.empty()))
        : result;
  }

  private static NvmlResult<List<NvmlRetiredPage>> readWithTimes(
      NvmlHandle device, NvmlPageRetirementCause cause) {
    Scratch scratch = device.session().enter();
    try {
      scratch.clear(END);
      scratch.putInt(0, CAPACITY);
      long out = scratch.address();
      int code =
          NvmlFunctions.nvmlDeviceGetRetiredPages_v2(
              device.address(), cause.value(), out, out + ADDRESSES, out + TIMESTAMPS);
      return code == 0
          ? new Success<>(pages(scratch))
          : NvmlSession.failure("nvmlDeviceGetRetiredPages_v2", code);
    } finally {
      device.session().exit();
    }
  }

  private static List<NvmlRetiredPage> pages(Scratch scratch) {
    return IntStream.range(0, Math.min(scratch.count(0), CAPACITY))
        .map(i -> i * Long.BYTES)
        .mapToObj(
            at ->
                new NvmlRetiredPage(
                    scratch.int64(ADDRESSES + at), OptionalLong.of(scratch.int64(TIMESTAMPS + at))))
        .toList();
  }
}

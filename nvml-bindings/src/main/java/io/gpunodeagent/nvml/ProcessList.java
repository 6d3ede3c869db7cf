// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the processes of a GPU in the newest of three forms.
 *
 * <p>The newest has a trap: early 535 drivers write entries of 32 bytes where all others write 24,
 * and nothing says which. So the buffer has room for the larger entries and is first filled with a
 * pattern. The bytes after the smaller entries then show which it was: if they still hold the
 * pattern, the entries are small.
 */
final class ProcessList {
  static final Forms COMPUTE =
      new Forms(
          "nvmlDeviceGetComputeRunningProcesses",
          NvmlFunctions::nvmlDeviceGetComputeRunningProcesses_v3,
          NvmlFunctions::nvmlDeviceGetComputeRunningProcesses_v2,
          NvmlFunctions::nvmlDeviceGetComputeRunningProcesses);

  static final Forms GRAPHICS =
      new Forms(
          "nvmlDeviceGetGraphicsRunningProcesses",
          NvmlFunctions::nvmlDeviceGetGraphicsRunningProcesses_v3,
          NvmlFunctions::nvmlDeviceGetGraphicsRunningProcesses_v2,
          NvmlFunctions::nvmlDeviceGetGraphicsRunningProcesses);

  static final Forms MPSCOMPUTE =
      new Forms(
          "nvmlDeviceGetMPSComputeRunningProcesses",
          NvmlFunctions::nvmlDeviceGetMPSComputeRunningProcesses_v3,
          NvmlFunctions::nvmlDeviceGetMPSComputeRunningProcesses_v2,
          NvmlFunctions::nvmlDeviceGetMPSComputeRunningProcesses);

  private static final int SMALL = ProcessStructs.ProcessInfo.SIZEOF;
  private static final int LARGE = ProcessStructs.ProcessDetailV1.SIZEOF;
  private static final byte PATTERN = (byte) 0xA5;

  private ProcessList() {}

  /** The three forms of one function, newest first. */
  record Forms(String function, Shapes.Of2 third, Shapes.Of2 second, Shapes.Of2 first) {}

  static NvmlResult<List<NvmlProcess>> read(NvmlHandle handle, Forms forms) {
    NvmlResult<List<NvmlProcess>> result =
        NvmlList.readFilled(
            handle.session(),
            forms.function() + "_v3",
            (count, array) -> forms.third().call(handle.address(), count, array),
            LARGE,
            PATTERN,
            ProcessList::processes);
    if (result.code().asksForOlderForm()) {
      result =
          NvmlList.read(
              handle.session(),
              forms.function() + "_v2",
              (count, array) -> forms.second().call(handle.address(), count, array),
              ProcessStructs.ProcessInfoV2.SIZEOF,
              NvmlProcess::of);
    }
    if (result.code().asksForOlderForm()) {
      result =
          NvmlList.read(
              handle.session(),
              forms.function(),
              (count, array) -> forms.first().call(handle.address(), count, array),
              ProcessStructs.ProcessInfoV1.SIZEOF,
              NvmlProcess::ofVersion1);
    }
    return result;
  }

  private static List<NvmlProcess> processes(Scratch scratch, int at, int count) {
    boolean small = scratch.holds(at + count * SMALL, count * (LARGE - SMALL), PATTERN);
    int stride = small ? SMALL : LARGE;
    List<NvmlProcess> processes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      processes.add(NvmlProcess.of(scratch, at + i * stride));
    }
    return List.copyOf(processes);
  }
}

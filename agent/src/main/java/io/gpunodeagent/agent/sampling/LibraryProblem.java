// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.nvml.NvmlOpenException;
import io.gpunodeagent.nvml.NvmlReturn;

/**
 * Why NVML is not available, in words for the one who can help.
 *
 * @param problem the kind
 * @param detail the thing and the value, one line
 * @param remedy the way out, one line
 */
record LibraryProblem(Problem problem, String detail, String remedy) {

  static LibraryProblem starting() {
    return new LibraryProblem(Problem.STARTING, "NVML is being loaded", "wait for the first pass");
  }

  /** NVML could not be opened. */
  static LibraryProblem of(NvmlOpenException.Reason reason) {
    var detail = firstLine(reason.text());
    return switch (reason) {
      case NvmlOpenException.LibraryNotFound _ ->
          new LibraryProblem(
              Problem.LIBRARY_NOT_FOUND,
              detail,
              "install the NVIDIA driver, run the container with the nvidia runtime, or set"
                  + " nvml.library");
      case NvmlOpenException.LibraryInvalid _ ->
          new LibraryProblem(
              Problem.LIBRARY_INVALID,
              detail,
              "set nvml.library to the driver's library; the CUDA toolkit's stubs folder must not"
                  + " be on the loader's path");
      case NvmlOpenException.InitFailed(var code) -> ofCode(code, detail);
      case NvmlOpenException.AlreadyOpen(boolean closing, _) -> blocked(detail, closing);
    };
  }

  /** A function answered that the library has lost its driver. */
  static LibraryProblem of(String function, int code) {
    var answer = new NvmlReturn(code);
    return ofCode(answer, function + ": " + answer + ", " + answer.description());
  }

  /** A call that hangs keeps the old library loaded. */
  static LibraryProblem reloadBlocked(String function) {
    return blocked("NVML cannot be unloaded: " + function + " has not returned", true);
  }

  /** What opens NVML failed by a fault of its own. */
  static LibraryProblem keeperFailed(String reason) {
    return new LibraryProblem(
        Problem.INIT_FAILED,
        "opening NVML: " + reason,
        "wait: it is tried again; report the stack trace in the log");
  }

  /** NVML takes longer to open than a call may. */
  static LibraryProblem openingHangs(Problem before) {
    return new LibraryProblem(
        before == Problem.STARTING ? Problem.INIT_FAILED : before,
        "nvmlInit_v2 has not returned",
        "see the kernel log for NVRM messages; the node may need a reboot");
  }

  private static LibraryProblem blocked(String detail, boolean closing) {
    return closing
        ? new LibraryProblem(
            Problem.RELOAD_BLOCKED,
            detail,
            "wait for the call, or restart the agent; a GPU whose driver hangs may need a reboot")
        : new LibraryProblem(
            Problem.INIT_FAILED, detail, "let no other part of the process use NVML");
  }

  private static LibraryProblem ofCode(NvmlReturn code, String detail) {
    return switch (code.value()) {
      case 9 ->
          new LibraryProblem(
              Problem.DRIVER_NOT_LOADED, detail, "load the kernel module: modprobe nvidia");
      case 18 ->
          new LibraryProblem(
              Problem.VERSION_MISMATCH,
              detail,
              "reload the kernel module or reboot: the driver was updated underneath it");
      case 4 ->
          new LibraryProblem(
              Problem.NO_PERMISSION,
              detail,
              "let the process open /dev/nvidiactl and /dev/nvidia0 and following");
      default ->
          new LibraryProblem(
              Problem.INIT_FAILED,
              detail,
              "see the kernel log for NVRM messages; of a simulation, see the faults of its"
                  + " scenario on standard error");
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}

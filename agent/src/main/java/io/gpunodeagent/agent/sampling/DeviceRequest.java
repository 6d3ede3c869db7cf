// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlDevice;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Something asked of one GPU between two passes, done by the GPU's reader.
 *
 * @param body what is asked
 * @param answer completed once, unless the GPU hangs
 */
record DeviceRequest(
    BiFunction<NvmlDevice, CallLog, Reading<Long>> body, CompletableFuture<Reading<Long>> answer) {

  /** Does it; ends with a failed reading where the GPU or the library is gone. */
  void run(NvmlDevice device, CallLog log) {
    try {
      answer.complete(body.apply(device, log));
    } catch (GpuLostException lost) {
      answer.complete(Reading.failed(lost.function(), lost.code().value()));
    } catch (LibraryLostException lost) {
      answer.complete(Reading.failed(lost.function(), lost.code().value()));
    } catch (RuntimeException closed) {
      answer.completeExceptionally(closed);
    }
  }
}

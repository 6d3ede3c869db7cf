// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlComputeMode;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlReturn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Reads and sets the compute mode of GPUs: the one thing that is changed through NVML. Each call is
 * made where the GPU is read; one that hangs keeps no caller longer than the patience.
 */
public final class ComputeModes {

  private static final String GET = "nvmlDeviceGetComputeMode";
  private static final String SET = "nvmlDeviceSetComputeMode";

  private final Coordinator coordinator;
  private final Duration patience;

  ComputeModes(Coordinator coordinator, Duration patience) {
    this.coordinator = coordinator;
    this.patience = patience;
  }

  /** The mode, {@code nvmlComputeMode_t}; failed with {@code TIMEOUT} when no answer came. */
  public Reading<Long> read(String gpuUuid) {
    return ask(gpuUuid, GET, ComputeModes::get);
  }

  /**
   * Sets the mode and reads it back.
   *
   * @param mode {@code nvmlComputeMode_t}
   * @return what was read back, or the refusal
   */
  public Reading<Long> set(String gpuUuid, long mode) {
    return ask(
        gpuUuid,
        SET,
        (device, log) -> {
          var wanted = new NvmlComputeMode(Math.toIntExact(mode));
          var code = log.callForCode(SET, () -> device.setComputeMode(wanted));
          return code.isSuccess() ? get(device, log) : ReturnCodes.reading(SET, code);
        });
  }

  private static Reading<Long> get(NvmlDevice device, CallLog log) {
    return ReturnCodes.reading(
        log.call(GET, device::computeMode), mode -> Reading.of((long) mode.value()));
  }

  private Reading<Long> ask(
      String gpuUuid, String function, BiFunction<NvmlDevice, CallLog, Reading<Long>> body) {
    var request = new DeviceRequest(body, new CompletableFuture<>());
    if (!coordinator.send(gpuUuid, request)) {
      return Reading.failed(function, NvmlReturn.GPU_NOT_FOUND.value());
    }
    try {
      return request.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException hung) {
      request.answer().cancel(false);
      return Reading.failed(function, NvmlReturn.TIMEOUT.value());
    } catch (ExecutionException closed) {
      return Reading.failed(function, NvmlReturn.UNINITIALIZED.value());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Reading.failed(function, NvmlReturn.TIMEOUT.value());
    }
  }
}

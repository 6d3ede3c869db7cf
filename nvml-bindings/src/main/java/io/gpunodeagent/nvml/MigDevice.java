// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.ArrayList;
import java.util.List;

/**
 * A compute instance in a GPU instance, which CUDA sees as a device. NVML answers only a few calls
 * for one; for the others, use its {@link #parent}.
 */
public final class MigDevice extends NvmlHandle
    implements NameQueries, MemoryQueries, ProcessQueries, ComputeModeQueries, GpmQueries {
  private final NvmlDevice parent;

  private MigDevice(NvmlDevice parent, long address) {
    super(parent.session(), address);
    this.parent = parent;
  }

  static NvmlResult<List<MigDevice>> all(NvmlDevice parent) {
    return switch (parent.maxMigDeviceCount()) {
      case Failure<Integer> failure -> failure.as();
      case Success<Integer>(Integer count) -> upTo(count, parent);
    };
  }

  private static NvmlResult<List<MigDevice>> upTo(int count, NvmlDevice parent) {
    List<MigDevice> devices = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      switch (at(index, parent)) {
        case Success<MigDevice>(MigDevice device) -> devices.add(device);
        case Failure<MigDevice> failure -> {
          if (!failure.code().equals(NvmlReturn.NOT_FOUND)) {
            return failure.as();
          }
        }
      }
    }
    return new Success<>(List.copyOf(devices));
  }

  static NvmlResult<MigDevice> of(NvmlSession session, long address) {
    return session.read(
        "nvmlDeviceGetDeviceHandleFromMigDeviceHandle",
        out -> NvmlFunctions.nvmlDeviceGetDeviceHandleFromMigDeviceHandle(address, out),
        scratch -> new MigDevice(new NvmlDevice(session, scratch.int64(0)), address));
  }

  private static NvmlResult<MigDevice> at(int index, NvmlDevice parent) {
    return parent.read(
        "nvmlDeviceGetMigDeviceHandleByIndex",
        NvmlFunctions::nvmlDeviceGetMigDeviceHandleByIndex,
        index,
        scratch -> new MigDevice(parent, scratch.int64(0)));
  }

  /** {@return the GPU that it is part of} */
  public NvmlDevice parent() {
    return parent;
  }

  /**
   * {@return the id of the GPU instance that it is in} {@code nvmlDeviceGetGpuInstanceId}, since
   * driver 450 or older.
   */
  public NvmlResult<Integer> gpuInstanceId() {
    return read(
        "nvmlDeviceGetGpuInstanceId", NvmlFunctions::nvmlDeviceGetGpuInstanceId, Decoder::figure);
  }

  /**
   * {@return the id of the compute instance within its GPU instance} {@code
   * nvmlDeviceGetComputeInstanceId}, since driver 450 or older.
   */
  public NvmlResult<Integer> computeInstanceId() {
    return read(
        "nvmlDeviceGetComputeInstanceId",
        NvmlFunctions::nvmlDeviceGetComputeInstanceId,
        Decoder::figure);
  }

  /**
   * {@return the engines and memory it has} {@code nvmlDeviceGetAttributes_v2}, since driver 455.
   */
  public NvmlResult<NvmlMigAttributes> attributes() {
    return readStruct(
        "nvmlDeviceGetAttributes_v2",
        NvmlFunctions::nvmlDeviceGetAttributes_v2,
        MigStructs.DeviceAttributes.SIZEOF,
        NvmlMigAttributes::of);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.OptionalInt;

/**
 * A virtual GPU that a virtual machine uses, seen from the host. It becomes invalid when that
 * machine stops.
 */
public final class NvmlVgpuInstance {
  private static final int TEXT_SIZE = 80;
  private static final int TYPE_NAME_SIZE = 64;
  private static final int VM_ID_TYPE = TEXT_SIZE;

  private final NvmlSession session;
  private final int id;

  NvmlVgpuInstance(NvmlSession session, int id) {
    this.session = session;
    this.id = id;
  }

  /** {@return the number that NVML gives it} */
  public long id() {
    return Integer.toUnsignedLong(id);
  }

  /**
   * {@return the memory that it uses, in bytes} {@code nvmlVgpuInstanceGetFbUsage}, since driver
   * 450 or older.
   */
  public NvmlResult<Long> fbUsage() {
    return session.read(
        "nvmlVgpuInstanceGetFbUsage",
        out -> NvmlFunctions.nvmlVgpuInstanceGetFbUsage(id, out),
        Decoder::int64);
  }

  /**
   * {@return the number of its type} {@code nvmlVgpuInstanceGetType}, since driver 450 or older.
   */
  public NvmlResult<Long> type() {
    return session.read(
        "nvmlVgpuInstanceGetType",
        out -> NvmlFunctions.nvmlVgpuInstanceGetType(id, out),
        Decoder::unsigned);
  }

  /**
   * {@return the name of its type, such as {@code GRID T4-8Q}} {@code nvmlVgpuTypeGetName}, since
   * driver 450 or older.
   */
  public NvmlResult<String> typeName() {
    return switch (type()) {
      case Failure<Long> failure -> failure.as();
      case Success<Long>(Long type) -> typeName(type.intValue());
    };
  }

  private NvmlResult<String> typeName(int type) {
    return session.readPrepared(
        "nvmlVgpuTypeGetName",
        out -> NvmlFunctions.nvmlVgpuTypeGetName(type, out, out + TYPE_NAME_SIZE),
        TYPE_NAME_SIZE + Integer.BYTES,
        request -> request.putInt(TYPE_NAME_SIZE, TYPE_NAME_SIZE),
        scratch -> scratch.text(0, TYPE_NAME_SIZE));
  }

  /**
   * {@return the most frames per second, 0 for no limit} {@code nvmlVgpuInstanceGetFrameRateLimit},
   * since driver 450 or older.
   */
  public NvmlResult<Integer> frameRateLimit() {
    return session.read(
        "nvmlVgpuInstanceGetFrameRateLimit",
        out -> NvmlFunctions.nvmlVgpuInstanceGetFrameRateLimit(id, out),
        Decoder::figure);
  }

  /**
   * {@return the virtual machine that uses it} {@code nvmlVgpuInstanceGetVmID}, since driver 450 or
   * older.
   */
  public NvmlResult<NvmlVmId> vmId() {
    return session.readPrepared(
        "nvmlVgpuInstanceGetVmID",
        out -> NvmlFunctions.nvmlVgpuInstanceGetVmID(id, out, TEXT_SIZE, out + VM_ID_TYPE),
        TEXT_SIZE + Integer.BYTES,
        request -> {},
        scratch ->
            new NvmlVmId(scratch.text(0, TEXT_SIZE), new NvmlVmIdType(scratch.int32(VM_ID_TYPE))));
  }

  /** {@return its own UUID} {@code nvmlVgpuInstanceGetUUID}, since driver 450 or older. */
  public NvmlResult<String> uuid() {
    return session.text(
        "nvmlVgpuInstanceGetUUID",
        (buffer, length) -> NvmlFunctions.nvmlVgpuInstanceGetUUID(id, buffer, length),
        TEXT_SIZE);
  }

  /**
   * {@return whether it has a licence} {@code nvmlVgpuInstanceGetLicenseStatus}, since driver 450
   * or older.
   */
  public NvmlResult<Boolean> licenseStatus() {
    return session.read(
        "nvmlVgpuInstanceGetLicenseStatus",
        out -> NvmlFunctions.nvmlVgpuInstanceGetLicenseStatus(id, out),
        Decoder::flag);
  }

  /**
   * {@return the MIG GPU instance that it is in; empty outside MIG} {@code
   * nvmlVgpuInstanceGetGpuInstanceId}, since driver 460.
   */
  public NvmlResult<OptionalInt> gpuInstanceId() {
    return session.read(
        "nvmlVgpuInstanceGetGpuInstanceId",
        out -> NvmlFunctions.nvmlVgpuInstanceGetGpuInstanceId(id, out),
        scratch -> Sentinel.unlessAllOnes(scratch.int32(0)));
  }
}

package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LinkStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * How a GPU stands in its NVLink fabric.
 *
 * @param clusterUuid the fabric over several machines it belongs to; empty for a fabric of one
 *     machine
 * @param cliqueId with {@code clusterUuid} the partition: GPUs of one reach each other
 * @param state without a running fabric manager it stays short of {@link NvmlFabricState#COMPLETED}
 * @param status how joining ended; empty until it has
 * @param health empty for drivers before 550
 * @param healthSummary empty for drivers that know no third form
 */
public record NvmlFabricInfo(
    Optional<UUID> clusterUuid,
    long cliqueId,
    NvmlFabricState state,
    Optional<NvmlReturn> status,
    Optional<NvmlFabricHealth> health,
    Optional<NvmlFabricHealthSummary> healthSummary) {
  private static final int UUID_SIZE = 16;

  static NvmlResult<NvmlFabricInfo> read(NvmlHandle device) {
    NvmlResult<NvmlFabricInfo> result =
        device.readVersioned(
            "nvmlDeviceGetGpuFabricInfoV",
            NvmlFunctions::nvmlDeviceGetGpuFabricInfoV,
            LinkStructs.GpuFabricInfoV3.VERSION_3,
            NvmlFabricInfo::ofVersion3);
    if (refusesVersion(result.code())) {
      result =
          device.readVersioned(
              "nvmlDeviceGetGpuFabricInfoV",
              NvmlFunctions::nvmlDeviceGetGpuFabricInfoV,
              LinkStructs.GpuFabricInfoV2.VERSION_2,
              NvmlFabricInfo::ofVersion2);
    }
    return result.code().asksForOlderForm()
        ? device.readStruct(
            "nvmlDeviceGetGpuFabricInfo",
            NvmlFunctions::nvmlDeviceGetGpuFabricInfo,
            LinkStructs.GpuFabricInfo.SIZEOF,
            NvmlFabricInfo::ofVersion1)
        : result;
  }

  /** Some drivers say so, some call the argument invalid. */
  private static boolean refusesVersion(NvmlReturn code) {
    return code.equals(NvmlReturn.ARGUMENT_VERSION_MISMATCH)
        || code.equals(NvmlReturn.INVALID_ARGUMENT);
  }

  private static NvmlFabricInfo ofVersion3(Scratch scratch) {
    int summary = scratch.u8(LinkStructs.GpuFabricInfoV3.HEALTH_SUMMARY);
    return of(
        scratch,
        LinkStructs.GpuFabricInfoV3.CLUSTER_UUID,
        Optional.of(new NvmlFabricHealth(scratch.u32(LinkStructs.GpuFabricInfoV3.HEALTH_MASK))),
        Optional.of(new NvmlFabricHealthSummary(summary)));
  }

  private static NvmlFabricInfo ofVersion2(Scratch scratch) {
    return of(
        scratch,
        LinkStructs.GpuFabricInfoV2.CLUSTER_UUID,
        Optional.of(new NvmlFabricHealth(scratch.u32(LinkStructs.GpuFabricInfoV2.HEALTH_MASK))),
        Optional.empty());
  }

  private static NvmlFabricInfo ofVersion1(Scratch scratch) {
    return of(scratch, LinkStructs.GpuFabricInfo.CLUSTER_UUID, Optional.empty(), Optional.empty());
  }

  /** In all versions the UUID is followed by status, clique and state. */
  private static NvmlFabricInfo of(
      Scratch scratch,
      int at,
      Optional<NvmlFabricHealth> health,
      Optional<NvmlFabricHealthSummary> summary) {
    NvmlFabricState state = new NvmlFabricState(scratch.u8(at + UUID_SIZE + 8));
    return new NvmlFabricInfo(
        clusterUuid(scratch.bytes(at, UUID_SIZE)),
        scratch.u32(at + UUID_SIZE + 4),
        state,
        state.equals(NvmlFabricState.COMPLETED)
            ? Optional.of(NvmlReturn.of(scratch.int32(at + UUID_SIZE)))
            : Optional.empty(),
        health,
        summary);
  }

  private static Optional<UUID> clusterUuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    UUID uuid = new UUID(buffer.getLong(), buffer.getLong());
    return uuid.equals(new UUID(0, 0)) ? Optional.empty() : Optional.of(uuid);
  }
}

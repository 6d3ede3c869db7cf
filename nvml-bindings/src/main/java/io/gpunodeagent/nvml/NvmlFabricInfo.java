// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LinkStructs.GpuFabricCliqueV1;
import io.gpunodeagent.nvml.jna.LinkStructs.GpuFabricInfo;
import io.gpunodeagent.nvml.jna.LinkStructs.GpuFabricInfoV2;
import io.gpunodeagent.nvml.jna.LinkStructs.GpuFabricInfoV3;
import io.gpunodeagent.nvml.jna.LinkStructs.GpuFabricInfoV4;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The state of a GPU in its NVLink fabric.
 *
 * @param clusterUuid the fabric that it belongs to, over several machines; empty for a fabric of
 *     one machine
 * @param cliques the partitions that it belongs to within the cluster, by type and id; drivers
 *     before 615 report one, of type {@link NvmlFabricClique#UNICAST_POINTER}
 * @param state how far it has joined; without a running fabric manager it never reaches {@link
 *     NvmlFabricState#COMPLETED}
 * @param status the result of joining; empty before it has ended
 * @param health empty for drivers before 550
 * @param healthSummary empty for drivers without version 3 of the struct
 */
public record NvmlFabricInfo(
    Optional<UUID> clusterUuid,
    List<NvmlFabricClique> cliques,
    NvmlFabricState state,
    Optional<NvmlReturn> status,
    Optional<NvmlFabricHealth> health,
    Optional<NvmlFabricHealthSummary> healthSummary) {
  private static final int UUID_SIZE = 16;
  private static final int MAX_CLIQUES =
      (GpuFabricInfoV4.NUM_CLIQUES - GpuFabricInfoV4.CLIQUES) / GpuFabricCliqueV1.SIZEOF;

  /** Copies the list. */
  public NvmlFabricInfo {
    cliques = List.copyOf(cliques);
  }

  /**
   * {@return the partition that every driver reports: the first of type {@link
   * NvmlFabricClique#UNICAST_POINTER}; empty if there is none}
   */
  public OptionalLong cliqueId() {
    return cliques.stream()
        .filter(clique -> clique.type() == NvmlFabricClique.UNICAST_POINTER)
        .mapToLong(NvmlFabricClique::id)
        .findFirst();
  }

  static NvmlResult<NvmlFabricInfo> read(NvmlHandle device) {
    NvmlResult<NvmlFabricInfo> result =
        device.readStruct(
            "nvmlDeviceGetGpuFabricInfo_v4",
            NvmlFunctions::nvmlDeviceGetGpuFabricInfo_v4,
            GpuFabricInfoV4.SIZEOF,
            NvmlFabricInfo::ofVersion4);
    return result.code().asksForOlderForm() ? readVersion3(device) : result;
  }

  private static NvmlResult<NvmlFabricInfo> readVersion3(NvmlHandle device) {
    NvmlResult<NvmlFabricInfo> result =
        device.readVersioned(
            "nvmlDeviceGetGpuFabricInfoV",
            NvmlFunctions::nvmlDeviceGetGpuFabricInfoV,
            GpuFabricInfoV3.VERSION_3,
            NvmlFabricInfo::ofVersion3);
    if (refusesVersion(result.code())) {
      result =
          device.readVersioned(
              "nvmlDeviceGetGpuFabricInfoV",
              NvmlFunctions::nvmlDeviceGetGpuFabricInfoV,
              GpuFabricInfoV2.VERSION_2,
              NvmlFabricInfo::ofVersion2);
    }
    return result.code().asksForOlderForm()
        ? device.readStruct(
            "nvmlDeviceGetGpuFabricInfo",
            NvmlFunctions::nvmlDeviceGetGpuFabricInfo,
            GpuFabricInfo.SIZEOF,
            NvmlFabricInfo::ofVersion1)
        : result;
  }

  /** Some drivers answer with a version mismatch, some with an invalid argument. */
  private static boolean refusesVersion(NvmlReturn code) {
    return code.equals(NvmlReturn.ARGUMENT_VERSION_MISMATCH)
        || code.equals(NvmlReturn.INVALID_ARGUMENT);
  }

  private static NvmlFabricInfo ofVersion4(Scratch scratch) {
    NvmlFabricState state = new NvmlFabricState(scratch.u8(GpuFabricInfoV4.STATE));
    int count = Math.min(scratch.count(GpuFabricInfoV4.NUM_CLIQUES), MAX_CLIQUES);
    return new NvmlFabricInfo(
        clusterUuid(scratch.bytes(GpuFabricInfoV4.CLUSTER_UUID, UUID_SIZE)),
        IntStream.range(0, count).mapToObj(index -> clique(scratch, index)).toList(),
        state,
        status(state, scratch.int32(GpuFabricInfoV4.STATUS)),
        Optional.of(new NvmlFabricHealth(scratch.u32(GpuFabricInfoV4.HEALTH_MASK))),
        Optional.of(new NvmlFabricHealthSummary(scratch.u8(GpuFabricInfoV4.HEALTH_SUMMARY))));
  }

  private static NvmlFabricClique clique(Scratch scratch, int index) {
    int at = GpuFabricInfoV4.CLIQUES + index * GpuFabricCliqueV1.SIZEOF;
    return new NvmlFabricClique(
        scratch.u8(at + GpuFabricCliqueV1.TYPE), scratch.u32(at + GpuFabricCliqueV1.ID));
  }

  private static NvmlFabricInfo ofVersion3(Scratch scratch) {
    int summary = scratch.u8(GpuFabricInfoV3.HEALTH_SUMMARY);
    return of(
        scratch,
        GpuFabricInfoV3.CLUSTER_UUID,
        Optional.of(new NvmlFabricHealth(scratch.u32(GpuFabricInfoV3.HEALTH_MASK))),
        Optional.of(new NvmlFabricHealthSummary(summary)));
  }

  private static NvmlFabricInfo ofVersion2(Scratch scratch) {
    return of(
        scratch,
        GpuFabricInfoV2.CLUSTER_UUID,
        Optional.of(new NvmlFabricHealth(scratch.u32(GpuFabricInfoV2.HEALTH_MASK))),
        Optional.empty());
  }

  private static NvmlFabricInfo ofVersion1(Scratch scratch) {
    return of(scratch, GpuFabricInfo.CLUSTER_UUID, Optional.empty(), Optional.empty());
  }

  /** In versions 1 to 3 the UUID is followed by status, clique and state. */
  private static NvmlFabricInfo of(
      Scratch scratch,
      int at,
      Optional<NvmlFabricHealth> health,
      Optional<NvmlFabricHealthSummary> summary) {
    NvmlFabricState state = new NvmlFabricState(scratch.u8(at + UUID_SIZE + 8));
    long clique = scratch.u32(at + UUID_SIZE + 4);
    return new NvmlFabricInfo(
        clusterUuid(scratch.bytes(at, UUID_SIZE)),
        List.of(new NvmlFabricClique(NvmlFabricClique.UNICAST_POINTER, clique)),
        state,
        status(state, scratch.int32(at + UUID_SIZE)),
        health,
        summary);
  }

  private static Optional<NvmlReturn> status(NvmlFabricState state, int code) {
    return state.equals(NvmlFabricState.COMPLETED)
        ? Optional.of(NvmlReturn.of(code))
        : Optional.empty();
  }

  private static Optional<UUID> clusterUuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    UUID uuid = new UUID(buffer.getLong(), buffer.getLong());
    return uuid.equals(new UUID(0, 0)) ? Optional.empty() : Optional.of(uuid);
  }
}

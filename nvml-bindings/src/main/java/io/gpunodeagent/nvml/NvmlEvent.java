package io.gpunodeagent.nvml;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened to a GPU.
 *
 * @param deviceUuid of the GPU, never of a MIG device; empty if it was lost before it was asked
 * @param type one bit, see {@link NvmlEventType}
 * @param data the Xid for {@link NvmlEventType#XID_CRITICAL_ERROR}, 999 if that is unknown; the
 *     meaning for other types is theirs
 * @param gpuInstanceId empty outside MIG
 * @param computeInstanceId empty outside MIG
 */
public record NvmlEvent(
    Optional<String> deviceUuid,
    long type,
    long data,
    OptionalInt gpuInstanceId,
    OptionalInt computeInstanceId) {}

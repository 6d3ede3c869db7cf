// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened to a GPU.
 *
 * @param deviceUuid the GPU, never a MIG device; empty if the GPU was lost before its UUID was
 *     known
 * @param type one bit, see {@link NvmlEventType}
 * @param data for {@link NvmlEventType#XID_CRITICAL_ERROR} the Xid, 999 if it is unknown; other
 *     types define their own meaning
 * @param gpuInstanceId the GPU instance; empty outside MIG, or if it is unknown
 * @param computeInstanceId the compute instance; empty outside MIG, or if it is unknown
 */
public record NvmlEvent(
    Optional<String> deviceUuid,
    long type,
    long data,
    OptionalInt gpuInstanceId,
    OptionalInt computeInstanceId) {}

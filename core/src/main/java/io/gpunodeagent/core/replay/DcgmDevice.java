// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import java.util.OptionalInt;

/**
 * A device as DCGM's labels name it.
 *
 * @param gpuUuid {@code GPU-…}
 * @param gpuInstance NVML's id of the GPU instance, under MIG
 */
public record DcgmDevice(String gpuUuid, OptionalInt gpuInstance) {}

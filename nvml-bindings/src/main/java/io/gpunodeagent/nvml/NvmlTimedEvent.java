// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EventStructs.EventSetWaitV3;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Something that happened to a GPU, and when.
 *
 * @param event what happened; it names the GPU even if the GPU is lost
 * @param at when the driver saw it, to the microsecond
 */
public record NvmlTimedEvent(NvmlEvent event, Instant at) {
  static NvmlTimedEvent of(Scratch scratch) {
    String uuid =
        scratch.text(EventSetWaitV3.UUID, EventSetWaitV3.SOURCE_MODULE - EventSetWaitV3.UUID);
    return new NvmlTimedEvent(
        new NvmlEvent(
            uuid.isEmpty() ? Optional.empty() : Optional.of(uuid),
            scratch.int64(EventSetWaitV3.EVENT_TYPE),
            scratch.int64(EventSetWaitV3.EVENT_DATA),
            Sentinel.unlessAllOnes(scratch.int32(EventSetWaitV3.GPU_INSTANCE_ID)),
            Sentinel.unlessAllOnes(scratch.int32(EventSetWaitV3.COMPUTE_INSTANCE_ID))),
        Instant.EPOCH.plus(scratch.int64(EventSetWaitV3.TIMESTAMP_USEC), ChronoUnit.MICROS));
  }
}

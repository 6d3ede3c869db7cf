// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.ContainerMemory;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.core.snapshot.NvLink;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one pass read of one GPU.
 *
 * @param identity what names it
 * @param readAt when the pass ended, wall clock
 * @param readings of the whole GPU
 * @param migEnabled whether MIG is on
 * @param instances its GPU instances
 * @param links its NVLinks
 * @param processes its processes
 * @param containerMemory containers limited on it
 * @param affinity what is near it
 * @param clockReasons the clock event reasons of this pass, when they were read
 * @param gpm whether it has GPM
 */
record GpuResult(
    GpuIdentity identity,
    Instant readAt,
    Readings readings,
    boolean migEnabled,
    List<MigInstance> instances,
    List<NvLink> links,
    Reading<List<GpuProcess>> processes,
    List<ContainerMemory> containerMemory,
    Affinity affinity,
    OptionalLong clockReasons,
    boolean gpm) {}

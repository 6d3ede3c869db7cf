// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.sources.ProcessOwner;
import java.util.OptionalLong;

/**
 * What a container uses of the memory of a GPU on which it is limited, from {@code
 * nvmlDeviceGetMemoryLimits_v1} (driver 615 and newer). Bytes, each 0 or more.
 *
 * @param owner the container
 * @param usedBytes what the driver charges to its cgroup
 * @param softLimitBytes the share it is guaranteed; empty when it is guaranteed none
 * @param hardLimitBytes where its allocations fail; empty when they fail at no limit of its own
 */
public record ContainerMemory(
    ProcessOwner.InPod owner,
    long usedBytes,
    OptionalLong softLimitBytes,
    OptionalLong hardLimitBytes) {}

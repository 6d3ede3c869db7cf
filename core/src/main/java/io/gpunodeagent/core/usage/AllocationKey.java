// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.sources.ContainerName;
import java.util.Optional;

/**
 * A container and a device it holds.
 *
 * @param podUid of the pod object; empty while it is unknown which pod of that name is meant
 */
public record AllocationKey(ContainerName container, Optional<String> podUid, Device device) {}

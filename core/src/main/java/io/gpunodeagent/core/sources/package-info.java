// SPDX-License-Identifier: Apache-2.0
/**
 * What everything but NVML says about the node: allocations of the kubelet, pods of the API server,
 * processes and cgroups, jobs of a batch scheduler. A {@link
 * io.gpunodeagent.core.sources.SourceState} says whether such a source is up, so that what it does
 * not say is unknown rather than empty.
 *
 * <p>Pure: immutable values, as the sources gave them. Which device an allocation means is worked
 * out in {@link io.gpunodeagent.core.attribution}.
 */
@NullMarked
package io.gpunodeagent.core.sources;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What NVML says about the node at one instant. {@link io.gpunodeagent.core.snapshot.NodeSnapshot}
 * holds the GPUs, their MIG instances, processes, events and links, and the state of the driver.
 *
 * <p>Pure: immutable values, no clock, file, thread or logger. The quantities themselves are in
 * {@link io.gpunodeagent.core.signal}, pods and allocations in {@link
 * io.gpunodeagent.core.sources}. No judgement is here.
 */
@NullMarked
package io.gpunodeagent.core.snapshot;

import org.jspecify.annotations.NullMarked;

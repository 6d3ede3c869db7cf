// SPDX-License-Identifier: Apache-2.0
/**
 * Reads NVML on a clock into {@link io.gpunodeagent.core.snapshot.NodeSnapshot}: one reader per
 * GPU, time-outs, and the life of the library. {@link io.gpunodeagent.agent.sampling.Sampler} is
 * the way in; {@code docs/internals/sampling.md} explains the threads.
 *
 * <p>Edge, and with the packages below the only user of nvml-bindings: NVML handles never leave
 * them. It judges whether a reading can be believed, never what it means.
 */
@NullMarked
package io.gpunodeagent.agent.sampling;

import org.jspecify.annotations.NullMarked;

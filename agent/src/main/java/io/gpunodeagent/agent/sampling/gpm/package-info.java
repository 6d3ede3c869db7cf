// SPDX-License-Identifier: Apache-2.0
/**
 * GPM, NVML's counters of profiling: which GPUs and instances have them, the one thread that reads
 * them, and the latest figures. {@link io.gpunodeagent.agent.sampling.gpm.GpmSampler} is the way
 * in.
 *
 * <p>When a GPU is in quarantine and what is sampled is decided in {@link
 * io.gpunodeagent.agent.sampling}.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.gpm;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Calls about two GPUs: how they are connected. They are made on a thread of their own, so that a
 * GPU that hangs costs its peers nothing else. {@link
 * io.gpunodeagent.agent.sampling.pairs.PairSampler} is the way in.
 *
 * <p>Which GPUs are sound enough to be asked is decided in {@link io.gpunodeagent.agent.sampling}.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.pairs;

import org.jspecify.annotations.NullMarked;

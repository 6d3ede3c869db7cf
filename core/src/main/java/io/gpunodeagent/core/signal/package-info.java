// SPDX-License-Identifier: Apache-2.0
/**
 * What is read of a GPU, by name: a {@link io.gpunodeagent.core.signal.Signal} names one quantity,
 * a {@link io.gpunodeagent.core.signal.SamplingPlan} is the set of signals to read, and a {@link
 * io.gpunodeagent.core.signal.Reading} is the answer for one of them, or why there is none.
 *
 * <p>Pure: immutable values. Which GPU a reading belongs to, and when it was read, is in {@link
 * io.gpunodeagent.core.snapshot}; how NVML is asked is the sampler's business.
 */
@NullMarked
package io.gpunodeagent.core.signal;

import org.jspecify.annotations.NullMarked;

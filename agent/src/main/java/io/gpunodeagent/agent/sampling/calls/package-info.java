// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a call to NVML: counts it, times it and sorts its return code. Also here: the threads that
 * make calls, and how a thread that hangs is replaced.
 *
 * <p>Which calls are made is in {@link io.gpunodeagent.agent.sampling.readers} and in the package
 * above.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.calls;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Decides how GPUs are to be set: from what policies claim, the value that the GPU has and the
 * value it had before, the next step of each setting.
 *
 * <p>Pure. Setting a GPU and reading it back is in the agent's {@code shaper} package.
 */
@NullMarked
package io.gpunodeagent.core.shaping;

import org.jspecify.annotations.NullMarked;

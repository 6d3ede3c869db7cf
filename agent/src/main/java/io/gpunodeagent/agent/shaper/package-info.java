// SPDX-License-Identifier: Apache-2.0
/**
 * Sets time slices and compute modes of GPUs: runs {@code nvidia-smi}, reads back, remembers what
 * to restore, and writes the audit log. Only the command {@code enforce-device} uses it.
 *
 * <p>What to set is decided in {@link io.gpunodeagent.core.shaping}.
 */
@NullMarked
package io.gpunodeagent.agent.shaper;

import org.jspecify.annotations.NullMarked;

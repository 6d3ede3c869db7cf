// SPDX-License-Identifier: Apache-2.0
/**
 * What one sample says for or against use: the signals that are read for it, the thresholds, what
 * each source says, and why it may not be believed. {@link
 * io.gpunodeagent.core.usage.evidence.Evidence} is the result for one holder.
 *
 * <p>Pure, and remembers nothing but how long sources have contradicted each other. Time is in
 * {@link io.gpunodeagent.core.usage.clock}.
 */
@NullMarked
package io.gpunodeagent.core.usage.evidence;

import org.jspecify.annotations.NullMarked;

/**
 * Judges how GPUs are to be set: (policy's claims, what stands on the GPU, what was set before) to
 * the next step of each setting.
 *
 * <p>Pure: no clock, environment, thread, file or network.
 */
@NullMarked
package io.gpunodeagent.core.shaping;

import org.jspecify.annotations.NullMarked;

/**
 * Sets GPUs as {@link io.gpunodeagent.core.shaping} judges: runs {@code nvidia-smi}, reads back,
 * remembers, and writes the audit log.
 *
 * <p>Out: nothing here decides. Only the command {@code enforce-device} makes use of it.
 */
@NullMarked
package io.gpunodeagent.agent.shaper;

import org.jspecify.annotations.NullMarked;

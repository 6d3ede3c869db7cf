/**
 * What the agent knows of its node at one instant: the types that every other package shares.
 * {@link io.gpunodeagent.core.snapshot.NodeSnapshot} holds the GPUs, {@link
 * io.gpunodeagent.core.snapshot.Reading} one quantity.
 *
 * <p>Pure: immutable values, no clock, file, thread or logger. No judgement is here.
 */
@NullMarked
package io.gpunodeagent.core.snapshot;

import org.jspecify.annotations.NullMarked;

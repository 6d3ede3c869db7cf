/**
 * What the agent knows of its node at one instant: the vocabulary every other package shares.
 *
 * <p>Pure: immutable values, no clock, file, thread or logger. Time arrives as values.
 */
@NullMarked
package io.gpunodeagent.core.snapshot;

import org.jspecify.annotations.NullMarked;

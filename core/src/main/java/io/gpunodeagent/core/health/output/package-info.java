// SPDX-License-Identifier: Apache-2.0
/**
 * The health of a node in the terms of those who read it: labels, condition and taint of the Node
 * object, and DCGM's health watches.
 *
 * <p>Pure. Nothing is judged here, and nothing written: the Node object is written by the agent's
 * {@code publishing} package.
 */
@NullMarked
package io.gpunodeagent.core.health.output;

import org.jspecify.annotations.NullMarked;

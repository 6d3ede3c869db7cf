// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the heap of the agent small: collects garbage when what a collection leaves over grows.
 *
 * <p>It reads nothing of the machine and nothing of GPUs.
 */
@NullMarked
package io.gpunodeagent.agent.memory;

import org.jspecify.annotations.NullMarked;

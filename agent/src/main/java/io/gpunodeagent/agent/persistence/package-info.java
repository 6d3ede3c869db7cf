// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps what must survive a restart: idle clocks, notices, evictions and faults of GPUs in one
 * small file ({@link io.gpunodeagent.agent.persistence.StateStore}), device settings in another
 * ({@link io.gpunodeagent.agent.persistence.ShapingStore}).
 *
 * <p>Edge. What is worth keeping, and how it continues, is decided by the packages in {@code core}
 * that own it.
 */
@NullMarked
package io.gpunodeagent.agent.persistence;

import org.jspecify.annotations.NullMarked;

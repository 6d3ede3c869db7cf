// SPDX-License-Identifier: Apache-2.0
/**
 * Waits for what happens to GPUs and keeps it for as long as it counts: XIDs, clock events and
 * messages of the kernel log.
 *
 * <p>What follows from an event is judged in {@link io.gpunodeagent.core.health}.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.events;

import org.jspecify.annotations.NullMarked;

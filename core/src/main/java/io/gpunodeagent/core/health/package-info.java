// SPDX-License-Identifier: Apache-2.0
/**
 * Judges whether each GPU can be trusted with work: what is wrong, since when, what to do about it,
 * and when it is over. {@link io.gpunodeagent.core.health.HealthMonitor} is the way in.
 *
 * <p>Pure: a function of the earlier judgement and of the latest snapshot. Unknown is never
 * healthy. What follows for pods is in {@link io.gpunodeagent.core.policy}.
 */
@NullMarked
package io.gpunodeagent.core.health;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Applies the rules for idle and shared GPUs: for each pod whether it is watched, announced, marked
 * or due for eviction, and on what evidence. {@link io.gpunodeagent.core.policy.Policies} is the
 * way in.
 *
 * <p>Pure: a function of what was known before, of the snapshot just attributed, and of the rules.
 * Nothing is carried out here; that is in the agent's {@code enforcement} package.
 */
@NullMarked
package io.gpunodeagent.core.policy;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What has been decided for a pod, on what evidence, why less than its rule says, and what comes
 * next: what outputs and enforcement read. {@link io.gpunodeagent.core.policy.decision.PodDecision}
 * is the way in.
 *
 * <p>Pure values. Decisions are made in {@link io.gpunodeagent.core.policy}.
 */
@NullMarked
package io.gpunodeagent.core.policy.decision;

import org.jspecify.annotations.NullMarked;

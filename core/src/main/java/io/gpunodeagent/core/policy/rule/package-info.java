// SPDX-License-Identifier: Apache-2.0
/**
 * The rules as they are configured: which pods a rule is for, what it waits for, and how far it
 * goes. {@link io.gpunodeagent.core.policy.rule.PolicyRules} holds all rules of a node.
 *
 * <p>Pure values. How a rule is applied to a pod is in {@link io.gpunodeagent.core.policy}.
 */
@NullMarked
package io.gpunodeagent.core.policy.rule;

import org.jspecify.annotations.NullMarked;

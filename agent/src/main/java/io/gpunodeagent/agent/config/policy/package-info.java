// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the lists of rules below {@code policies} into the records of {@link
 * io.gpunodeagent.core.policy.rule}.
 *
 * <p>What holds for all rules is a setting like any other.
 */
@NullMarked
package io.gpunodeagent.agent.config.policy;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Formats the audit log: one JSON object a line for each decision about pods and GPUs and each
 * action on them.
 *
 * <p>When a line is due is decided by the packages that decide and act; how it reaches standard
 * error is in {@link io.gpunodeagent.agent.logging}.
 */
@NullMarked
package io.gpunodeagent.agent.audit;

import org.jspecify.annotations.NullMarked;

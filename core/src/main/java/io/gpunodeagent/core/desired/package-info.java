// SPDX-License-Identifier: Apache-2.0
/**
 * What is to be on the Node. {@link io.gpunodeagent.core.desired.NodeJudgement} makes it of a state
 * and of the Node as it is: which labels wait, which belong to others, what the condition and the
 * taint say.
 *
 * <p>Pure. The agent's {@code publishing} package writes the result.
 */
@NullMarked
package io.gpunodeagent.core.desired;

import org.jspecify.annotations.NullMarked;

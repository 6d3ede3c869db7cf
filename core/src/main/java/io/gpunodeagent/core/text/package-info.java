// SPDX-License-Identifier: Apache-2.0
/**
 * Text as such: other people's text on one line, and a choice of keys by pattern.
 *
 * <p>Pure, and knows nothing of GPUs, pods or the agent.
 */
@NullMarked
package io.gpunodeagent.core.text;

import org.jspecify.annotations.NullMarked;

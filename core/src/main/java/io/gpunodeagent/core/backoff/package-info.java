// SPDX-License-Identifier: Apache-2.0
/**
 * When to try again after a failure: delays as pure values, computed without a clock.
 *
 * <p>Waiting itself is in the agent's {@code loop} package.
 */
@NullMarked
package io.gpunodeagent.core.backoff;

import org.jspecify.annotations.NullMarked;

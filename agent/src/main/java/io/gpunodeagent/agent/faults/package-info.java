// SPDX-License-Identifier: Apache-2.0
/**
 * Faults that the user can correct: each is one line that names the thing, the rule and the way
 * out, and is shown without a stack trace.
 *
 * <p>Faults of the program itself are not here; they are logged where they happen.
 */
@NullMarked
package io.gpunodeagent.agent.faults;

import org.jspecify.annotations.NullMarked;

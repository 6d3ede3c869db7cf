// SPDX-License-Identifier: Apache-2.0
/** The agent as a process, one fault of its surroundings after the other, and what it serves. */
@NullMarked
package io.gpunodeagent.agent.soak;

import org.jspecify.annotations.NullMarked;

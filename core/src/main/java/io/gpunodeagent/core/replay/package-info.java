// SPDX-License-Identifier: Apache-2.0
/**
 * Plays samples of the past through the rules that judge live ones, and reports which pods would
 * have been marked.
 *
 * <p>Pure: samples arrive as values, and time is theirs. Where they come from is in the agent's
 * {@code replay} packages.
 */
@NullMarked
package io.gpunodeagent.core.replay;

import org.jspecify.annotations.NullMarked;

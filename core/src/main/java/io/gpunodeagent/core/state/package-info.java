// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.gpunodeagent.core.state.NodeState}, the one published object from which metrics, pages,
 * labels and enforcement work.
 *
 * <p>Pure: it only holds together what the packages before it made.
 */
@NullMarked
package io.gpunodeagent.core.state;

import org.jspecify.annotations.NullMarked;

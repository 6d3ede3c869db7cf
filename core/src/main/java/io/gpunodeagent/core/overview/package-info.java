// SPDX-License-Identifier: Apache-2.0
/**
 * (state) -> what a person wants to know of it first: how many GPUs are used, what is wrong, what
 * has happened.
 *
 * <p>Sums up what other rules have judged; judges nothing itself.
 */
@NullMarked
package io.gpunodeagent.core.overview;

import org.jspecify.annotations.NullMarked;

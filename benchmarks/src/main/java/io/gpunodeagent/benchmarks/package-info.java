// SPDX-License-Identifier: Apache-2.0
/**
 * The programs that measure the figures of {@code docs/performance.md}.
 *
 * <p>Nothing of it is shipped, and no test depends on it.
 */
@NullMarked
package io.gpunodeagent.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Programs behind the figures of {@code docs/performance.md}. */
@NullMarked
package io.gpunodeagent.benchmarks;

import org.jspecify.annotations.NullMarked;

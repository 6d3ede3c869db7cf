/** When to try again after a failure: pure values, computed without a clock. */
@NullMarked
package io.gpunodeagent.core.backoff;

import org.jspecify.annotations.NullMarked;

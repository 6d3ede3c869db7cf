// SPDX-License-Identifier: Apache-2.0
/**
 * What can be wrong with a GPU: each {@link io.gpunodeagent.core.health.cause.Cause} with its
 * effect on the state of the GPU, when it begins and ends, and the recommended action; the
 * catalogue of XIDs; what a driver asks for.
 *
 * <p>Pure tables. Whether a cause is present is judged in {@link io.gpunodeagent.core.health}.
 */
@NullMarked
package io.gpunodeagent.core.health.cause;

import org.jspecify.annotations.NullMarked;

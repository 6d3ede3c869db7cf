// SPDX-License-Identifier: Apache-2.0
/**
 * Which MIG profiles a model has and which still fit beside the instances that are there.
 *
 * <p>Pure.
 */
@NullMarked
package io.gpunodeagent.core.labels.mig;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The values of metrics that no signal gives alone, a class for each subject.
 *
 * <p>A formula reads what is known and judges nothing: health, use and decisions arrive as {@code
 * core} made them.
 */
@NullMarked
package io.gpunodeagent.agent.metrics.catalogue.formula;

import org.jspecify.annotations.NullMarked;

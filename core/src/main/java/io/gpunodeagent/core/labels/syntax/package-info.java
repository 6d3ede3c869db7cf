// SPDX-License-Identifier: Apache-2.0
/**
 * What Kubernetes accepts as keys and values of labels and annotations, and how other texts are
 * made into such.
 *
 * <p>Pure.
 */
@NullMarked
package io.gpunodeagent.core.labels.syntax;

import org.jspecify.annotations.NullMarked;

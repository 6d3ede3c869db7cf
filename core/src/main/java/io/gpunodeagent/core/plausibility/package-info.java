// SPDX-License-Identifier: Apache-2.0
/**
 * Which readings are believed. {@link io.gpunodeagent.core.plausibility.Plausibility} holds each
 * reading against what any GPU, and this one, can give.
 *
 * <p>Pure.
 */
@NullMarked
package io.gpunodeagent.core.plausibility;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * {@code /api/v1}: the published state, its history and its events as JSON.
 *
 * <p>Each resource is rendered once for a state; nothing is read or judged because somebody asks.
 */
@NullMarked
package io.gpunodeagent.agent.api;

import org.jspecify.annotations.NullMarked;

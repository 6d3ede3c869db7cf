// SPDX-License-Identifier: Apache-2.0
/**
 * The API clients of many agents in one process, and what is between them and the API server.
 *
 * <p>{@code benchmarks/scale.py} gives the orders and counts what arrives at the server.
 */
@NullMarked
package io.gpunodeagent.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;

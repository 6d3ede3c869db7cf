// SPDX-License-Identifier: Apache-2.0
/**
 * Which metrics are served, under which names, and with which labels: the default set, a counters
 * file's, and aliases. {@link io.gpunodeagent.agent.metrics.selection.MetricSelection} is the
 * result.
 *
 * <p>How a counters file is written is the business of {@code agent.config}; what a metric is, of
 * {@link io.gpunodeagent.agent.metrics.catalogue}.
 */
@NullMarked
package io.gpunodeagent.agent.metrics.selection;

import org.jspecify.annotations.NullMarked;

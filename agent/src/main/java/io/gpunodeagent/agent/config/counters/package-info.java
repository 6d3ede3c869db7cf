// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the file of {@code metrics.countersFile}: dcgm-exporter's CSV, or its YAML configuration.
 * {@link io.gpunodeagent.agent.config.counters.CountersFile} is the way in.
 *
 * <p>Which metrics its lines mean is worked out in {@link io.gpunodeagent.agent.metrics.selection}.
 */
@NullMarked
package io.gpunodeagent.agent.config.counters;

import org.jspecify.annotations.NullMarked;

/**
 * The catalogue of metrics (one row a metric) and the exposition: rows of a state in, bytes of a
 * format out. What the agent measures of itself is appended as its meters give it.
 *
 * <p>Output: reads the published state, never NVML.
 */
@NullMarked
package io.gpunodeagent.agent.metrics;

import org.jspecify.annotations.NullMarked;

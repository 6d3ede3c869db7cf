/**
 * The catalogue of metrics (one row a metric), the exposition, and the agent's own meters.
 *
 * <p>Output: reads the published snapshot, never NVML.
 */
@NullMarked
package io.gpunodeagent.agent.metrics;

import org.jspecify.annotations.NullMarked;

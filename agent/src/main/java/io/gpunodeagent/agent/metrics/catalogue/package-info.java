/**
 * The catalogue: one row a metric, with its DCGM name and field id, kind, unit, help, scope and
 * where its value comes from; and the DCGM fields that are not served, each with its reason.
 *
 * <p>Depends on the snapshot's vocabulary only. The exposition, the counters file, {@code
 * docs/metrics.md} and the checks of dashboards all iterate it.
 */
@NullMarked
package io.gpunodeagent.agent.metrics.catalogue;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogue: tables with one line for each metric, which has its DCGM name and field id, kind,
 * unit, help, scope and where its value comes from; and the DCGM fields that are not served, each
 * with its reason. The tables are resources of this package. {@link
 * io.gpunodeagent.agent.metrics.catalogue.Catalogue} is the way in.
 *
 * <p>The exposition, the counters file, {@code docs/metrics.md} and the checks of dashboards all
 * iterate it. A row converts units; it does not judge what a value means.
 */
@NullMarked
package io.gpunodeagent.agent.metrics.catalogue;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What a metric is: name, unit, scope and kind, the signal or formula that it comes from, and what
 * a formula may look at.
 *
 * <p>Holds no metric: those are in the tables that {@link
 * io.gpunodeagent.agent.metrics.catalogue.Catalogue} reads.
 */
@NullMarked
package io.gpunodeagent.agent.metrics.catalogue.metric;

import org.jspecify.annotations.NullMarked;

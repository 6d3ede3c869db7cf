// SPDX-License-Identifier: Apache-2.0
/**
 * Families and their samples as bytes: the two text formats, protobuf, and the choice among them by
 * a request's headers. {@link io.gpunodeagent.agent.metrics.format.FamilyWriter} writes one family,
 * {@link io.gpunodeagent.agent.metrics.format.MeterWriter} the agent's own meters.
 *
 * <p>Knows nothing of GPUs: what a family holds is collected in {@link
 * io.gpunodeagent.agent.metrics}.
 */
@NullMarked
package io.gpunodeagent.agent.metrics.format;

import org.jspecify.annotations.NullMarked;

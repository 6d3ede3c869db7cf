// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.desired;

import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.labels.machine.NodeFacts;

/**
 * What a judgement goes by besides the state and the Node.
 *
 * @param labels which labels are made and how
 * @param sharingKnown whether {@code labels} holds how the device plugin shares GPUs. While it is
 *     not known, no label under {@code nvidia.com/} is, for each depends on it
 * @param facts of the machine
 * @param dra whether the cluster hands out this node's GPUs by DRA
 * @param health which states call for a taint
 */
public record NodeRules(
    LabelsConfig labels, boolean sharingKnown, NodeFacts facts, boolean dra, HealthRules health) {}

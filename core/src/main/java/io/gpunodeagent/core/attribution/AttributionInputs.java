// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessTable;

/**
 * What attribution is a function of.
 *
 * @param processes looked up for this very {@code node}
 */
public record AttributionInputs(
    NodeSnapshot node,
    Allocations allocations,
    DraDevices draDevices,
    ProcessTable processes,
    Pods pods) {}

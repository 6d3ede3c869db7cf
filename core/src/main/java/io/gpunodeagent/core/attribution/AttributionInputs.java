package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.snapshot.Allocations;
import io.gpunodeagent.core.snapshot.DraDevices;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.Pods;
import io.gpunodeagent.core.snapshot.ProcessTable;

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

package io.gpunodeagent.agent.attribution;

import io.gpunodeagent.agent.snapshot.Allocations;
import io.gpunodeagent.agent.snapshot.DraDevices;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.snapshot.Pods;
import io.gpunodeagent.agent.snapshot.ProcessTable;

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

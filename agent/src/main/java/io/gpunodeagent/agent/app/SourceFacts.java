package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.health.NodeInventory;
import io.gpunodeagent.agent.snapshot.Allocations;
import io.gpunodeagent.agent.snapshot.DraDevices;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.snapshot.Pods;
import io.gpunodeagent.agent.snapshot.ProcessTable;

/** What is known beside NVML. Nothing here waits for a kubelet or an API server. */
interface SourceFacts {

  /** What the kubelet last said. */
  Allocations allocations();

  /** The pods of this node. */
  Pods pods();

  /** The devices of DRA drivers. */
  DraDevices draDevices();

  /** What the PCI bus holds. */
  NodeInventory inventory();

  /** Whose the processes listed in {@code node} are. */
  ProcessTable processes(NodeSnapshot node);
}

package io.gpunodeagent.agent.run;

import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.snapshot.Allocations;
import io.gpunodeagent.core.snapshot.DraDevices;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.Pods;
import io.gpunodeagent.core.snapshot.ProcessTable;

/** What is known beside NVML. Nothing here waits for a kubelet or an API server. */
public interface SourceFacts {

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

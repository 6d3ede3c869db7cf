// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessTable;

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

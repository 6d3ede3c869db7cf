// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario as far as it concerns the cluster.
 *
 * @param node how the node is known
 * @param time how its time runs
 * @param gpus in NVML's order
 * @param pods in the file's order
 * @param processes every process that is ever on a GPU or named for a pod or the host
 */
public record NodeScenario(
    Node node,
    Time time,
    KubeletPart kubelet,
    List<ScenarioFault<ScenarioFault.Api>> apiFaults,
    List<Gpu> gpus,
    List<Pod> pods,
    List<ProcessLife> processes) {

  public NodeScenario {
    apiFaults = List.copyOf(apiFaults);
    gpus = List.copyOf(gpus);
    pods = List.copyOf(pods);
    processes = List.copyOf(processes);
  }

  /**
   * The node.
   *
   * @param uid of the Node object
   * @param hostPid whether the agent sees the host's processes
   */
  public record Node(
      String name, String uid, Map<String, String> labels, boolean hostPid, Cgroups cgroups) {

    public Node {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * The kubelet.
   *
   * @param listsEndedPods as kubelets before 1.34 do
   * @param allocatable the ids it has to give out; empty when it does not tell
   */
  public record KubeletPart(
      List<ScenarioFault<ScenarioFault.Kubelet>> faults,
      boolean listsEndedPods,
      Optional<List<Container.Allocation.Plugin>> allocatable) {

    public KubeletPart {
      faults = List.copyOf(faults);
      allocatable = allocatable.map(List::copyOf);
    }
  }
}

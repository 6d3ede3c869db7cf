// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.simulation.Shipped;
import io.gpunodeagent.simulation.spi.ScenarioException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody who writes a scenario is told. The section begins in line 9. */
class FaultySectionTest {

  private static final String NODE =
      """
      description: two T4
      driver: {version: 595.91.07}
      devices:
        - model: T4
          processes:
            - {pid: 10, name: /usr/bin/python3, until: 60s}
            - {pid: 10, name: /usr/bin/python3, from: 70s}
        - model: T4
      kubernetes:
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // unknown keys, at every depth
        "pod: [] | 10: kubernetes.pod: unknown key: did you mean pods? use one of node, hostPid,"
            + " cgroups, kubelet, api, pods, hostProcesses",
        "node: {nam: a} | 10: kubernetes.node.nam: unknown key: did you mean name? use one of name,"
            + " labels",
        "cgroups: {drive: systemd} | 10: kubernetes.cgroups.drive: unknown key: did you mean"
            + " driver? use one of version, driver, runtime",
        "kubelet: {fault: []} | 10: kubernetes.kubelet.fault: unknown key: did you mean faults? use"
            + " one of faults, listsEndedPods, allocatable",
        "kubelet: {allocatable: [{devise: 0}]} | 10: kubernetes.kubelet.allocatable[0].devise:"
            + " unknown key: did you mean device? use one of device, replicas, instance,"
            + " computeInstance, id, resource",
        "kubelet: {faults: [{kind: stall, at: 3s}]} | 10: kubernetes.kubelet.faults[0].at: unknown"
            + " key: use one of kind, from, until",
        "api: {absent: true} | 10: kubernetes.api.absent: unknown key: use one of faults",
        "pods: [{name: a, container: []}] | 10: kubernetes.pods[0].container: unknown key: did you"
            + " mean containers? use one of name, namespace, uid, labels, annotations, owner,"
            + " priorityClass, priority, qos, static, phase, from, until, remains, containers",
        "pods: [{name: a, containers: [{name: m, allocation: []}]}] | 10:"
            + " kubernetes.pods[0].containers[0].allocation: unknown key: did you mean allocations?"
            + " use one of name, kind, restarts, allocations, processes",
        "pods: [{name: a, containers: [{name: m, allocations: [{gpu: 0}]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].allocations[0].gpu: unknown key: use one of"
            + " device, replica, instance, computeInstance, claim, id, resource",
        "pods: [{name: a, containers: [{name: m, allocations: [{device: 0, claim: {nme: c}}]}]}] |"
            + " 10: kubernetes.pods[0].containers[0].allocations[0].claim.nme: unknown key: did you"
            + " mean name? use one of name, share",
        "hostProcesses: [{pid: 10, process: x}] | 10: kubernetes.hostProcesses[0].process: unknown"
            + " key: use one of pid, name, unit, from, until",
        // wrong types and words
        "pods: {name: a} | 10: kubernetes.pods: must be a list: start each entry with a dash",
        "node: t4 | 10: kubernetes.node: \"t4\" is not valid: must be a mapping: write key: value"
            + " pairs, see SCENARIOS.md",
        "hostPid: no | 10: kubernetes.hostPid: \"no\" is not valid: not a known word: use one of"
            + " false, true",
        "cgroups: {version: v3} | 10: kubernetes.cgroups.version: \"v3\" is not valid: not a known"
            + " word: did you mean v1? use one of hybrid, v1, v2",
        "kubelet: {faults: [{kind: stalled}]} | 10: kubernetes.kubelet.faults[0].kind: \"stalled\""
            + " is not valid: not a known word: use one of absent, corrupt, exhausted, refuse,"
            + " stall, unimplemented",
        "kubelet: {faults: [{kind: stall, from: 10}]} | 10: kubernetes.kubelet.faults[0].from:"
            + " \"10\" is not valid: must be a duration: write it like 250ms, 10s, 5m, 2h or 3d",
        "kubelet: {faults: [{kind: stall, from: 10s, until: 10s}]} | 10:"
            + " kubernetes.kubelet.faults[0].until: \"10s\" is not valid: until must come after"
            + " from: let it end later",
        "api: {faults: [{from: 10s}]} | 10: kubernetes.api.faults[0]: kind is required: write kind:"
            + " refuse",
        "pods: [{containers: [{name: m}]}] | 10: kubernetes.pods[0]: name is required: write name:"
            + " train-0",
        "pods: [{name: A_b, containers: [{name: m}]}] | 10: kubernetes.pods[0].name: \"A_b\" is not"
            + " valid: not a name of Kubernetes: use a-z, 0-9, - and .",
        "pods: [{name: a, uid: 12, containers: [{name: m}]}] | 10: kubernetes.pods[0].uid: \"12\""
            + " is not valid: not a UID: write 8-4-4-4-12 hexadecimal digits",
        "pods: [{name: a, qos: guaranteed, containers: [{name: m}]}] | 10: kubernetes.pods[0].qos:"
            + " \"guaranteed\" is not valid: not a known word: did you mean Guaranteed? use one of"
            + " BestEffort, Burstable, Guaranteed",
        "pods: [{name: a, name: b, containers: [{name: m}]}] | 10: kubernetes.pods[0].name: the key"
            + " is given twice: remove one of the two",
        // containers
        "pods: [{name: a}] | 10: kubernetes.pods[0]: containers is required: write containers:"
            + " [{name: main}]",
        "pods: [{name: a, containers: []}] | 10: kubernetes.pods[0].containers: a pod needs a main"
            + " container: add {name: main}",
        "pods: [{name: a, containers: [{name: m}, {name: m}]}] | 10:"
            + " kubernetes.pods[0].containers[1]: the pod has two containers of that name: give"
            + " each its own",
        "pods: [{name: a, until: 60s, containers: [{name: m, restarts: [60s]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].restarts[0]: \"60s\" is not valid: must be within"
            + " the pod's life and after the one before: move it",
        // owners
        "pods: [{name: a, owner: {kind: Widget, name: w}, containers: [{name: m}]}] | 10:"
            + " kubernetes.pods[0].owner.kind: \"Widget\" is not valid: not a known kind: add its"
            + " apiVersion",
        "pods: [{name: a, static: true, owner: {kind: Job, name: w}, containers: [{name: m}]}] |"
            + " 10: kubernetes.pods[0].owner: a static pod belongs to its node: remove one of the"
            + " two",
        // allocations
        "pods: [{name: a, containers: [{name: m, allocations: [{}]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].allocations[0]: device is required: write device:"
            + " 0, or id: with the device plugin's own name",
        "pods: [{name: a, containers: [{name: m, allocations: [{device: 2}]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].allocations[0].device: \"2\" is not valid: must be"
            + " between 0 and 1: give a number in that range",
        "pods: [{name: a, containers: [{name: m, allocations: [{device: 0, instance: 7}]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].allocations[0].instance: \"7\" is not valid: GPU 0"
            + " has no such GPU instance when the pod starts: use the id of one of mig.instances",
        "pods: [{name: a, containers: [{name: m, allocations: [{id: x, device: 0}]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].allocations[0].device: \"0\" is not valid: cannot"
            + " be written beside id: remove one of the two",
        "pods: [{name: a, containers: [{name: m, allocations: [{device: 0, claim: {name: c},"
            + " replica: 1}]}]}] | 10: kubernetes.pods[0].containers[0].allocations[0].replica:"
            + " \"1\" is not valid: cannot be written beside claim: remove one of the two",
        // processes
        "pods: [{name: a, containers: [{name: m, processes: [11]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].processes[0]: \"11\" is not valid: no GPU lists a"
            + " process of that number that starts in that time: add it to processes of a device,"
            + " or write {pid: 11, name: sleep}",
        "pods: [{name: a, from: 61s, until: 65s, containers: [{name: m, processes: [10]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].processes[0]: \"10\" is not valid: no GPU lists a"
            + " process of that number that starts in that time: add it to processes of a device,"
            + " or write {pid: 10, name: sleep}",
        "pods: [{name: a, containers: [{name: m, processes: [10]}, {name: n, processes: [10]}]}] |"
            + " 10: kubernetes.pods[0].containers[1].processes[0]: \"10\" is not valid: the process"
            + " is named twice for the same time: remove one of the two",
        "pods: [{name: a, from: 1s, until: 9s, containers: [{name: m, processes: [{pid: 10, name:"
            + " sleep}]}]}] | 10: kubernetes.pods[0].containers[0].processes[0]: another process"
            + " has that number then: use another number",
        "pods: [{name: a, containers: [{name: m, processes: [many]}]}] | 10:"
            + " kubernetes.pods[0].containers[0].processes[0]: \"many\" is not valid: must be a"
            + " whole number: write digits only",
        "hostProcesses: [{pid: 12}] | 10: kubernetes.hostProcesses[0]: no GPU lists a process of"
            + " that number that starts in that time: add it to processes of a device, or write"
            + " {pid: 12, name: sleep}",
        "hostProcesses: [{pid: 10, unit: sshd.service}] | 10: kubernetes.hostProcesses[0].unit:"
            + " \"sshd.service\" is not valid: must be a path: write /system.slice/sshd.service",
        // pods beside each other
        "pods: [{name: a, containers: [{name: m}]}, {name: a, from: 1s, containers: [{name: m}]}] |"
            + " 10: kubernetes.pods[1]: another pod is called default/a at the same time: let one"
            + " end before the other starts",
      })
  void eachFaultIsOneLine(String section, String message) throws Exception {
    var file = Files.writeString(directory.resolve("s.yaml"), NODE + "  " + section + "\n");

    assertThatThrownBy(() -> ScenarioReader.read(file, Shipped.catalogue()))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(file + ":" + message);
  }

  @Test
  void aFileThatIsNoYamlIsToldWithItsLine() throws Exception {
    var file = Files.writeString(directory.resolve("s.yaml"), "description: a\ndriver: [\n");

    assertThatThrownBy(() -> ScenarioReader.read(file, Shipped.catalogue()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith(file + ":3: ")
        .hasMessageEndingWith(": write valid YAML")
        .hasMessageNotContainingAny("\n");
  }

  @Test
  void aMissingFileAndAMissingModelAreTold() throws Exception {
    var nowhere = directory.resolve("nowhere.yaml");
    var file =
        Files.writeString(directory.resolve("s.yaml"), NODE.replace("T4", "T5") + "  pods: []\n");

    assertThatThrownBy(() -> ScenarioReader.read(nowhere, Shipped.catalogue()))
        .hasMessage(nowhere + ":0: no such file: name a file that can be read");
    assertThatThrownBy(() -> ScenarioReader.read(file, Shipped.catalogue()))
        .hasMessageStartingWith(
            file + ":4: devices[0].model: \"T5\" is not valid: no such model in ");
  }

  @Test
  void aScenarioWithoutTheSectionHasNoNode() {
    assertThat(ScenarioReader.read(Shipped.scenario("hgx-h100-8"), Shipped.catalogue())).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.kubelet.v1.AllocatableResourcesResponse;
import io.gpunodeagent.kubelet.v1.CDIDevice;
import io.gpunodeagent.kubelet.v1.ClaimResource;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.DynamicResource;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.gpunodeagent.simulation.scenario.Container;
import io.gpunodeagent.simulation.scenario.Container.Allocation;
import io.gpunodeagent.simulation.scenario.Container.Kind;
import io.gpunodeagent.simulation.scenario.Pod;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Says what a kubelet says of pods: every pod; of its containers those that run as long as the pod,
 * in the spec's order; one entry for each resource and one for each claim.
 *
 * @param nodeName also the name of the DRA driver's pool
 */
record KubeletAnswers(String nodeName) {

  static final String DRA_DRIVER = "gpu.nvidia.com";

  ListPodResourcesResponse list(List<Pod> pods) {
    var answer = ListPodResourcesResponse.newBuilder();
    pods.forEach(pod -> answer.addPodResources(pod(pod)));
    return answer.build();
  }

  /** One entry for each id, as a kubelet makes them. */
  AllocatableResourcesResponse allocatable(List<Allocation.Plugin> devices) {
    var answer = AllocatableResourcesResponse.newBuilder();
    devices.forEach(
        device ->
            answer.addDevices(
                ContainerDevices.newBuilder()
                    .setResourceName(device.resource())
                    .addDeviceIds(device.id())));
    return answer.build();
  }

  private PodResources pod(Pod pod) {
    var answer = PodResources.newBuilder().setName(pod.name()).setNamespace(pod.namespace());
    for (var kind : List.of(Kind.SIDECAR, Kind.MAIN)) {
      pod.containers().stream()
          .filter(container -> container.kind() == kind)
          .forEach(container -> answer.addContainers(container(pod, container)));
    }
    return answer.build();
  }

  private ContainerResources container(Pod pod, Container container) {
    var devices = new LinkedHashMap<String, ContainerDevices.Builder>();
    var claims = new LinkedHashMap<String, DynamicResource.Builder>();
    for (var allocation : container.allocations()) {
      switch (allocation) {
        case Allocation.Plugin(var resource, var id) ->
            devices
                .computeIfAbsent(
                    resource, name -> ContainerDevices.newBuilder().setResourceName(name))
                .addDeviceIds(id);
        case Allocation.Claim claim ->
            claims
                .computeIfAbsent(claim.claim(), name -> dynamic(pod, name))
                .addClaimResources(resource(claim));
      }
    }
    var answer = ContainerResources.newBuilder().setName(container.name());
    devices.values().forEach(answer::addDevices);
    claims.values().forEach(answer::addDynamicResources);
    return answer.build();
  }

  private static DynamicResource.Builder dynamic(Pod pod, String claim) {
    return DynamicResource.newBuilder().setClaimName(claim).setClaimNamespace(pod.namespace());
  }

  private ClaimResource resource(Allocation.Claim claim) {
    var cdi = "k8s.%s/claim=%s-%s".formatted(DRA_DRIVER, claim.claimUid(), claim.device());
    var answer =
        ClaimResource.newBuilder()
            .addCdiDevices(CDIDevice.newBuilder().setName(cdi))
            .setDriverName(DRA_DRIVER)
            .setPoolName(nodeName)
            .setDeviceName(claim.device());
    if (!claim.share().isEmpty()) {
      answer.setShareId(claim.share());
    }
    return answer.build();
  }
}

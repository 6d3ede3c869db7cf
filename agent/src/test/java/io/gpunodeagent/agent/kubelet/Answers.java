// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.util.List;
import java.util.stream.IntStream;

/** Answers of a kubelet. */
final class Answers {

  private Answers() {}

  static String uuid(int index) {
    return "GPU-%08x-04cf-1ccf-9e70-f139a9b1e23c".formatted(index);
  }

  static PodResources pod(String name, String resource, String... deviceIds) {
    return pod(
        name,
        ContainerDevices.newBuilder()
            .setResourceName(resource)
            .addAllDeviceIds(List.of(deviceIds)));
  }

  static PodResources pod(String name, ContainerDevices.Builder... devices) {
    var container = ContainerResources.newBuilder().setName("main");
    List.of(devices).forEach(container::addDevices);
    return PodResources.newBuilder()
        .setName(name)
        .setNamespace("team")
        .addContainers(container)
        .build();
  }

  static ListPodResourcesResponse of(PodResources... pods) {
    return ListPodResourcesResponse.newBuilder().addAllPodResources(List.of(pods)).build();
  }

  /** Pods, each with one container that has shares of GPUs. */
  static ListPodResourcesResponse shares(int pods, int sharesOfEach) {
    var answer = ListPodResourcesResponse.newBuilder();
    for (var pod = 0; pod < pods; pod++) {
      var gpu = uuid(pod % 16);
      var ids = IntStream.range(0, sharesOfEach).mapToObj(share -> gpu + "::" + share);
      answer.addPodResources(pod("training-" + pod, "nvidia.com/gpu", ids.toArray(String[]::new)));
    }
    return answer.build();
  }
}

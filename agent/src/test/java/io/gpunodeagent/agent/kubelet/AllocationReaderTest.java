// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocation.DraClaim;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.kubelet.v1.CDIDevice;
import io.gpunodeagent.kubelet.v1.ClaimResource;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.DynamicResource;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationReaderTest {

  private static final String GPU = Answers.uuid(1);
  private static final KubeletConfig DEFAULTS = Defaults.kubelet();

  @Test
  void entriesOfOneResourceAreConcatenatedAndADeviceCountsOnce() throws KubeletException {
    var pod =
        Answers.pod(
            "a",
            devices("nvidia.com/gpu", GPU),
            devices("nvidia.com/gpu", Answers.uuid(2), GPU),
            devices("nvidia.com/mig-1g.10gb", "MIG-4404041a-04cf-1ccf-9e70-f139a9b1e23c::7"));
    assertThat(read(DEFAULTS, Answers.of(pod)))
        .containsExactly(
            allocation("a", "nvidia.com/gpu", new DeviceId.Gpu(GPU)),
            allocation("a", "nvidia.com/gpu", new DeviceId.Gpu(Answers.uuid(2))),
            new Allocation(
                new ContainerName("team", "a", "main"),
                "nvidia.com/mig-1g.10gb",
                new DeviceId.Mig("MIG-4404041a-04cf-1ccf-9e70-f139a9b1e23c"),
                OptionalInt.of(7),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia.com/gpu, true",
    "nvidia.com/gpu.shared, true",
    "nvidia.com/GA102GL_A10, true",
    "acme.example/gpu, true",
    "acme.example/gpu2, false",
    "amd.com/gpu, false",
    "xnvidia.com/gpu, false",
    "'', false",
  })
  void resourcesAreChosenByNameOrBeginning(String resource, boolean wanted)
      throws KubeletException {
    var config = config(List.of("nvidia.com/*", "acme.example/gpu"), Set.of());
    assertThat(read(config, Answers.of(Answers.pod("a", resource, GPU)))).hasSize(wanted ? 1 : 0);
  }

  @Test
  void noResourceIsAGpuWhenNoneIsConfigured() throws KubeletException {
    assertThat(
            read(config(List.of(), Set.of()), Answers.of(Answers.pod("a", "nvidia.com/gpu", GPU))))
        .isEmpty();
  }

  @Test
  void claimsOfGpuDriversAreAllocations() throws KubeletException {
    var claim =
        DynamicResource.newBuilder()
            .setClaimName("training-gpu")
            .setClaimNamespace("team")
            .addClaimResources(device("gpu.nvidia.com", "gpu-3"))
            .addClaimResources(device("gpu.nvidia.com", "gpu-4").setShareId("share-1"))
            .addClaimResources(device("compute-domain.nvidia.com", "channel-0"));
    assertThat(read(DEFAULTS, Answers.of(claiming(claim))))
        .containsExactly(
            draAllocation("gpu-3", Optional.empty()),
            draAllocation("gpu-4", Optional.of("share-1")));
  }

  @Test
  void aClaimWithoutDeviceNameIsNamedByItsCdiDevice() throws KubeletException {
    var claim =
        DynamicResource.newBuilder()
            .setClaimName("training-gpu")
            .setClaimNamespace("team")
            .addClaimResources(
                device("gpu.nvidia.com", "")
                    .addCdiDevices(
                        CDIDevice.newBuilder()
                            .setName(
                                "k8s.gpu.nvidia.com/claim="
                                    + "00000000-0000-0000-0000-000000000001-gpu-3")));
    assertThat(read(DEFAULTS, Answers.of(claiming(claim))))
        .containsExactly(draAllocation("gpu-3", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b\\c\nd{e=\"f\"}", "\u0000", "é😀"})
  void namesAreKeptAsTheyAre(String name) throws KubeletException {
    assertThat(read(DEFAULTS, Answers.of(Answers.pod(name, "nvidia.com/gpu", GPU))))
        .containsExactly(allocation(name, "nvidia.com/gpu", new DeviceId.Gpu(GPU)));
  }

  @Test
  void theLongestNamesOfKubernetesAreTaken() throws KubeletException {
    var name = "x".repeat(253);
    assertThat(read(DEFAULTS, Answers.of(Answers.pod(name, "nvidia.com/gpu", GPU))))
        .containsExactly(allocation(name, "nvidia.com/gpu", new DeviceId.Gpu(GPU)));
  }

  @Test
  void namesBeyondThemRefuseTheAnswer() {
    var name = "x".repeat(513);
    assertThatThrownBy(() -> read(DEFAULTS, Answers.of(Answers.pod(name, "nvidia.com/gpu", GPU))))
        .isInstanceOf(KubeletException.class)
        .hasMessage("a pod name of 513 characters");
    assertThatThrownBy(
            () -> read(DEFAULTS, Answers.of(Answers.pod("a", "nvidia.com/" + name, GPU))))
        .hasMessage("a resource name of 524 characters");
  }

  @Test
  void aStrangePodWithoutGpusHarmsNobody() throws KubeletException {
    var answer =
        Answers.of(
            Answers.pod("x".repeat(1000), "smarter-devices/fuse", "y".repeat(1000)),
            Answers.pod("a", "nvidia.com/gpu", GPU));
    assertThat(read(DEFAULTS, answer)).hasSize(1);
  }

  @Test
  void moreEntriesThanTheLimitRefuseTheAnswer() throws KubeletException {
    var atTheLimit = Answers.shares(100, AllocationReader.MOST / 100);
    assertThat(read(DEFAULTS, atTheLimit)).hasSize(AllocationReader.MOST);
    var beyond = atTheLimit.toBuilder().addPodResources(Answers.pod("a", "nvidia.com/gpu", GPU));
    assertThatThrownBy(() -> read(DEFAULTS, beyond.build()))
        .hasMessage("more than 100000 allocated GPUs");
  }

  @Test
  void anAnswerTooLargeForTheHeapIsRefused() throws KubeletException {
    var reader = new AllocationReader(DEFAULTS, 64 * 1024);
    for (var pod : Answers.shares(1, 1000).getPodResourcesList()) {
      reader.accept(pod);
    }
    var next = Answers.shares(1, 1000).getPodResources(0);
    assertThatThrownBy(() -> reader.accept(next))
        .hasMessage("the allocations take more than 64 KiB; a larger heap admits more");
  }

  @Test
  void theSharesOfADeviceShareItsName() throws KubeletException {
    var entries = read(DEFAULTS, Answers.shares(2, 3));
    assertThat(entries.get(0).device()).isSameAs(entries.get(2).device());
    assertThat(entries.get(0).resource()).isSameAs(entries.get(5).resource());
  }

  private static List<Allocation> read(KubeletConfig config, ListPodResourcesResponse answer)
      throws KubeletException {
    var reader = new AllocationReader(config, Long.MAX_VALUE);
    for (var pod : answer.getPodResourcesList()) {
      reader.accept(pod);
    }
    return reader.entries();
  }

  private static KubeletConfig config(List<String> resources, Set<String> drivers) {
    return new KubeletConfig(
        true, DEFAULTS.socket(), Duration.ofSeconds(10), Duration.ofSeconds(5), resources, drivers);
  }

  private static ContainerDevices.Builder devices(String resource, String... ids) {
    return ContainerDevices.newBuilder().setResourceName(resource).addAllDeviceIds(List.of(ids));
  }

  private static PodResources claiming(DynamicResource.Builder claim) {
    return PodResources.newBuilder()
        .setName("a")
        .setNamespace("team")
        .addContainers(ContainerResources.newBuilder().setName("main").addDynamicResources(claim))
        .build();
  }

  private static ClaimResource.Builder device(String driver, String name) {
    return ClaimResource.newBuilder()
        .setDriverName(driver)
        .setPoolName("node-a")
        .setDeviceName(name);
  }

  private static Allocation allocation(String pod, String resource, DeviceId device) {
    return new Allocation(
        new ContainerName("team", pod, "main"),
        resource,
        device,
        OptionalInt.empty(),
        Optional.empty());
  }

  private static Allocation draAllocation(String device, Optional<String> share) {
    return new Allocation(
        new ContainerName("team", "a", "main"),
        "gpu.nvidia.com",
        new DeviceId.Dra("gpu.nvidia.com", "node-a", device),
        OptionalInt.empty(),
        Optional.of(
            new DraClaim("training-gpu", "team", "gpu.nvidia.com", "node-a", device, share)));
  }
}

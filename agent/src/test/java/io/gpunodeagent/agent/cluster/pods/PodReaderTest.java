// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import io.gpunodeagent.agent.cluster.PodText;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.api.OwnerRef;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.PodInfo.Container;
import io.gpunodeagent.core.sources.PodInfo.Kind;
import io.gpunodeagent.core.sources.PodInfo.Workload;
import io.gpunodeagent.core.text.KeyPatterns;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a pod, and what is not. */
class PodReaderTest {

  @Test
  void whatIsWantedIsKept() throws IOException {
    var pod =
        read(
            PodText.pod("a")
                .metadata(
                    """
                    "labels":{"app":"web","team/x":"1","team/y":"2","other":"3"},
                    "annotations":{"cost-center":"42","kubectl/last":"…",
                      "gpu-node-agent.io/exempt-until":"2027-01-01",
                      "karpenter.sh/do-not-disrupt":"true",
                      "cluster-autoscaler.kubernetes.io/safe-to-evict":"false"}\
                    """)
                .spec("\"priorityClassName\":\"high\",\"priority\":-5")
                .ownedBy("apps/v1", "ReplicaSet", "rs"));
    assertThat(pod.info())
        .isEqualTo(
            new PodInfo(
                "uid-a",
                "ns",
                "a",
                Optional.empty(),
                "Running",
                Optional.of(Instant.parse("2026-01-01T10:00:00Z")),
                List.of(
                    new Container(
                        "main",
                        Optional.of(PodText.id("a")),
                        Kind.MAIN,
                        Optional.of(Instant.parse("2026-01-01T10:00:05Z")),
                        2)),
                Optional.empty(),
                PodInfo.Gang.UNKNOWN,
                Optional.of("high"),
                OptionalInt.of(-5),
                "Burstable",
                Map.of("app", "web", "team/x", "1", "team/y", "2"),
                Map.of(
                    "cost-center",
                    "42",
                    "gpu-node-agent.io/exempt-until",
                    "2027-01-01",
                    "karpenter.sh/do-not-disrupt",
                    "true",
                    "cluster-autoscaler.kubernetes.io/safe-to-evict",
                    "false"),
                Set.of()));
    assertThat(pod.controller()).contains(new OwnerRef("apps/v1", "ReplicaSet", "rs", "uid-rs"));
    assertThat(pod.marked()).isFalse();
  }

  @Test
  void everyKindOfContainerIsKeptAndOneThatDoesNotRunHasNoStart() throws IOException {
    var pod =
        read(
            PodText.pod("a")
                .status(
                    """
                    "initContainerStatuses":[{"name":"init","restartCount":0,
                       "containerID":"cri-o://abc","state":{"terminated":{
                         "startedAt":"2026-01-01T10:00:01Z"}}}],
                    "ephemeralContainerStatuses":[{"name":"debug","restartCount":0,
                       "containerID":"","state":{"waiting":{"reason":"ContainerCreating"}}}]\
                    """));
    assertThat(pod.info().containers())
        .contains(
            new Container("init", Optional.of("abc"), Kind.INIT, Optional.empty(), 0),
            new Container("debug", Optional.empty(), Kind.EPHEMERAL, Optional.empty(), 0));
  }

  @Test
  void containersAreInTheOrderOfTheSpecificationWhichStatusesAreNot() throws IOException {
    var pod =
        read(
            PodText.pod("a")
                .spec(
                    """
                    "initContainers":[{"name":"z","env":[{"name":"SECRET"}]},
                       {"image":"x","name":"a","ports":[{"name":"web"}]}]\
                    """)
                .status(
                    """
                    "initContainerStatuses":[{"name":"a"},{"name":"z"}]\
                    """));
    assertThat(pod.info().containers())
        .filteredOn(container -> container.kind() == Kind.INIT)
        .extracting(Container::name)
        .containsExactly("z", "a");
  }

  @Test
  void groupsThatShareAGpuAreKeptBesideTheLabels() throws IOException {
    var pod =
        read(
            PodText.pod("a")
                .metadata(
                    """
                    "labels":{"runai-gpu-group":"g1","runai-gpu-group/g2":"g2","other":"g3"},
                    "annotations":{"gpu-fraction":"0.5","gpu-memory":"4096",
                      "gpu-fraction-container-name":"main",
                      "hami.io/vgpu-devices-allocated":"GPU-0,NVIDIA,1,1:;","gpu-other":"x"}\
                    """));
    assertThat(pod.info().gpuGroups()).containsExactlyInAnyOrder("g1", "g2");
    assertThat(pod.info().labels()).isEmpty();
    assertThat(pod.info().annotations())
        .containsOnlyKeys(
            "gpu-fraction",
            "gpu-memory",
            "gpu-fraction-container-name",
            "hami.io/vgpu-devices-allocated");
  }

  @Test
  void aStaticPodIsKnownByTheKubeletsIdAndHasNoWorkload() throws IOException {
    var pod =
        read(
            PodText.pod("a")
                .metadata(
                    """
                    "annotations":{"kubernetes.io/config.hash":"f00d",
                      "kubernetes.io/config.mirror":"f00d"}\
                    """)
                .ownedBy("v1", "Node", "node-a"));
    assertThat(pod.info().staticPodId()).contains("f00d");
    assertThat(pod.controller()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"kubernetes.io/config.hash\":\"f00d\"",
        "\"kubernetes.io/config.mirror\":\"f00d\"",
        "\"kubernetes.io/config.hash\":\"f00d\",\"kubernetes.io/config.mirror\":\"other\""
      })
  void aPodThatOnlyClaimsToBeStaticIsNone(String annotations) throws IOException {
    var pod = read(PodText.pod("a").metadata("\"annotations\":{" + annotations + "}"));
    assertThat(pod.info().staticPodId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "labels, jobset.sigs.k8s.io/jobset-name",
    "labels, leaderworkerset.sigs.k8s.io/name",
    "labels, training.kubeflow.org/job-name",
    "labels, ray.io/cluster",
    "labels, volcano.sh/job-name",
    "labels, spark-app-selector",
    "labels, kueue.x-k8s.io/pod-group-name",
    "labels, scheduling.x-k8s.io/pod-group",
    "annotations, scheduling.k8s.io/group-name",
    "annotations, pod-group-name"
  })
  void marksOfAGangAreSeenThoughTheyAreNotKept(String where, String key) throws IOException {
    var pod = read(PodText.pod("a").metadata("\"" + where + "\":{\"" + key + "\":\"g\"}"));
    assertThat(pod.marked()).isTrue();
    assertThat(pod.info().labels()).isEmpty();
    assertThat(pod.info().annotations()).isEmpty();
  }

  @Test
  void aGroupOfPodsIsNamed() throws IOException {
    var pod = read(PodText.pod("a").metadata("\"annotations\":{\"pod-group-name\":\"g\"}"));
    assertThat(pod.group()).contains(new Workload("scheduling.run.ai", "PodGroup", "g", List.of()));
  }

  @Test
  void anIndexedPodIsNoted() throws IOException {
    var pod =
        read(
            PodText.pod("a")
                .metadata("\"labels\":{\"batch.kubernetes.io/job-completion-index\":\"3\"}"));
    assertThat(pod.indexed()).isTrue();
    assertThat(pod.marked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "7",
        "{\"metadata\":null,\"spec\":[],\"status\":\"x\"}",
        "{\"metadata\":{\"name\":{},\"uid\":[1,{\"a\":[]}],\"labels\":[],\"ownerReferences\":{}},"
            + "\"spec\":{\"priority\":\"high\"},"
            + "\"status\":{\"startTime\":\"yesterday\",\"containerStatuses\":[7,null,{}]}}"
      })
  void valuesOfOtherTypesReadAsAbsent(String text) throws IOException {
    try (var json = JsonReader.FACTORY.createParser("[" + text + ",\"after\"]")) {
      json.nextToken();
      json.nextToken();
      var pod = PodReader.read(json, keys(), keys()).value();
      assertThat(pod.info().name()).isEmpty();
      assertThat(pod.info().priority()).isEmpty();
      assertThat(pod.info().startedAt()).isEmpty();
      assertThat(json.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
      assertThat(json.getText()).isEqualTo("after");
    }
  }

  private static SeenPod read(PodText text) throws IOException {
    try (var json = JsonReader.FACTORY.createParser(text.json())) {
      json.nextToken();
      return PodReader.read(json, keys("app", "team/*"), keys("cost-center")).value();
    }
  }

  @Test
  void anAnnotationWithoutMeasureIsCutAndMeansNothing() throws IOException {
    var exempt = "gpu-node-agent.io/exempt-until";
    var value = "2027-01-01T00:00:00Z" + " ".repeat(200_000);
    var text = PodText.pod("a").metadata("\"annotations\":{\"" + exempt + "\":\"" + value + "\"}");
    try (var json = JsonReader.FACTORY.createParser(text.json())) {
      json.nextToken();
      var kept = PodReader.read(json, keys(), keys());
      assertThat(kept.value().info().annotations().get(exempt)).hasSize(1025).endsWith("…");
      assertThat(kept.characters()).isEqualTo(exempt.length() + 1025);
    }
  }

  private static KeyPatterns keys(String... wanted) {
    return new KeyPatterns(List.of(wanted));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.simulation.spi.Play;
import io.gpunodeagent.simulation.spi.ScenarioException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole nodes, seen through their socket and their files. */
class PlayedNodeTest {

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();

  static List<String> nodes() throws Exception {
    return Shipped.nodes();
  }

  private PlayedNode start(String scenario) {
    return start(Shipped.scenario(scenario));
  }

  private PlayedNode start(Path scenario) {
    return PlayedNode.start(
            new Play(
                scenario,
                Shipped.catalogue(),
                directory.resolve("n"),
                clock,
                ManualClock.START,
                false))
        .orElseThrow();
  }

  private static KubeletCaller caller(PlayedNode node) {
    return new KubeletCaller(node.kubeletSocket());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void everyShippedNodePlaysAndLeavesNothingBehind(String scenario) throws Exception {
    try (var node = start(scenario)) {
      assertThat(caller(node).list()).isNotEmpty();
      assertThat(node.proc().resolve("self/status")).exists();
    }
    try (Stream<Path> left = Files.list(directory.resolve("n"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aScenarioWithoutAClusterHasNoNode() {
    assertThat(
            PlayedNode.start(
                new Play(
                    Shipped.scenario("hgx-h100-8"),
                    Shipped.catalogue(),
                    directory,
                    clock,
                    ManualClock.START,
                    false)))
        .isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theCgroupsOfRunningContainersComeAndGo() throws Exception {
    var scenario = directory.resolve("restarts.yaml");
    Files.writeString(
        scenario,
        """
        description: a container that is started again, in a pod that ends
        devices: [{model: T4}]
        kubernetes:
          node: {name: n}
          pods:
            - name: a
              until: 20s
              containers: [{name: main, restarts: [10s]}, {name: setup, kind: init}]
            - {name: waiting, phase: Pending, containers: [{name: main}]}
        """);
    try (var node =
        PlayedNode.start(
                new Play(
                    scenario,
                    Shipped.catalogue(),
                    directory.resolve("n"),
                    clock,
                    ManualClock.START,
                    true))
            .orElseThrow()) {
      assertThat(node.cgroups().resolve("cgroup.controllers")).exists();
      var first = scopes(node);
      assertThat(first).hasSize(1);
      clock.at(10);
      node.follow();
      assertThat(scopes(node)).hasSize(1).doesNotContainAnyElementsOf(first);
      clock.at(20);
      node.follow();
      assertThat(scopes(node)).isEmpty();
      assertThat(node.cgroups().resolve("kubepods.slice")).doesNotExist();
    }
  }

  private static List<Path> scopes(PlayedNode node) throws IOException {
    try (Stream<Path> all = Files.walk(node.cgroups())) {
      return all.filter(path -> path.toString().endsWith(".scope")).toList();
    }
  }

  @Test
  void aSteppedNodeStandsUntilItIsBroughtUpToItsClock() throws Exception {
    try (var node =
        PlayedNode.start(
                new Play(
                    Shipped.scenario("k8s-l40s-day"),
                    Shipped.catalogue(),
                    directory.resolve("n"),
                    clock,
                    ManualClock.START,
                    true))
            .orElseThrow()) {
      assertThat(node.follow()).as("nothing has changed").isFalse();
      clock.at(20 * 60);
      assertThat(node.proc().resolve("36201")).doesNotExist();
      assertThat(node.follow()).isTrue();
      assertThat(node.proc().resolve("36201")).exists();

      long before = node.podsVersion();
      clock.at(6 * 3600 + 1);
      assertThat(node.follow()).isTrue();
      assertThat(node.podsVersion()).isGreaterThan(before);
      assertThat(caller(node).list())
          .extracting(pod -> pod.getName())
          .contains("notebook-0")
          .doesNotContain("eval");
      assertThat(node.apiAnswers()).isTrue();
    }
  }

  @Test
  void podsComeAndGoWithTheScenario() {
    try (var node = start("k8s-churn")) {
      var gpu = "nvidia.com/gpu GPU-";
      assertThat(caller(node).holdings())
          .satisfiesExactly(
              first -> assertThat(first).startsWith("research/train-0 main " + gpu),
              second -> assertThat(second).startsWith("research/finished-4kd2x main " + gpu));

      clock.at(64);
      assertThat(caller(node).list())
          .as("an old kubelet lists what has ended and not what is deleted")
          .extracting(pod -> pod.getName())
          .containsExactly("finished-4kd2x");

      clock.at(66);
      assertThat(caller(node).holdings())
          .satisfiesExactly(
              first -> assertThat(first).startsWith("research/train-0 main " + gpu),
              second -> assertThat(second).isEqualTo("research/train-0 helper -"),
              third -> assertThat(third).startsWith("research/finished-4kd2x main " + gpu));
      assertThat(caller(node).get("research", "train-0").getContainersCount()).isEqualTo(2);
      assertThatThrownBy(() -> caller(node).get("research", "nobody"))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessage("UNKNOWN: pod nobody in namespace research not found");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "212, UNAVAILABLE",
    "232, UNAVAILABLE",
    "252, RESOURCE_EXHAUSTED",
    "272, DEADLINE_EXCEEDED",
    "292, CANCELLED",
    "312, UNIMPLEMENTED"
  })
  void theKubeletFailsWhenTheScenarioSaysSoAndRecovers(long seconds, Status.Code code) {
    try (var node = start("k8s-churn")) {
      clock.at(seconds);
      Await.until(
          () ->
              assertThatThrownBy(() -> caller(node).list(300))
                  .isInstanceOfSatisfying(
                      StatusRuntimeException.class,
                      problem -> assertThat(problem.getStatus().getCode()).isEqualTo(code)));
      Await.until(
          () ->
              assertThat(Files.exists(node.kubeletSocket()))
                  .as("the socket, which a kubelet that refuses leaves behind a moment later")
                  .isEqualTo(seconds != 212));

      clock.at(1000);
      Await.until(() -> assertThat(caller(node).list(1000)).hasSize(2));
    }
  }

  @Test
  void aNumberUsedAgainIsAnotherProcess() throws Exception {
    try (var node = start("k8s-churn")) {
      var folder = node.proc().resolve("33014");
      var stat = Files.readString(folder.resolve("stat"));
      var key = Files.readAttributes(folder, BasicFileAttributes.class);
      assertThat(stat).startsWith("33014 (python3) S 1 ");
      assertThat(stat.trim().split(" ")).hasSize(52);

      clock.at(61);
      Await.until(() -> assertThat(folder).doesNotExist());
      clock.at(71);
      Await.until(() -> assertThat(folder).exists());
      assertThat(Files.readString(folder.resolve("stat")))
          .startsWith("33014 (worker) S 1 ")
          .isNotEqualTo(stat);
      var later = Files.readAttributes(folder, BasicFileAttributes.class);
      assertThat(List.of(later.fileKey(), later.lastModifiedTime()))
          .isNotEqualTo(List.of(key.fileKey(), key.lastModifiedTime()));
    }
  }

  @Test
  void aContainerStartedAnewHasAnotherId() throws Exception {
    try (var node = start("k8s-churn")) {
      clock.at(81);
      var first = node.proc().resolve("34001").resolve("cgroup");
      Await.until(() -> assertThat(first).exists());
      var before = Files.readAllLines(first).getFirst();
      clock.at(106);
      var second = node.proc().resolve("34050").resolve("cgroup");
      Await.until(() -> assertThat(second).exists());
      var after = Files.readAllLines(second).getFirst();

      assertThat(before).startsWith("13:misc:/kubepods/burstable/pod").isNotEqualTo(after);
      assertThat(before.substring(0, before.lastIndexOf('/')))
          .isEqualTo(after.substring(0, after.lastIndexOf('/')));
    }
  }

  @Test
  void aProcessThatOutlivesItsContainerStaysInItsCgroup() throws Exception {
    try (var node = start("k8s-t4-timesliced")) {
      var cgroup = node.proc().resolve("5190").resolve("cgroup");
      var text = Files.readString(cgroup);
      clock.at(120);
      Await.until(() -> assertThat(caller(node).list()).hasSize(5));
      assertThat(cgroup).hasContent(text.trim());
      assertThat(text).contains("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod");

      clock.at(301);
      Await.until(() -> assertThat(cgroup).doesNotExist());
    }
  }

  @Test
  void aReaderNeverSeesHalfAProcess() throws Exception {
    try (var node = start("k8s-churn")) {
      var stop = new AtomicBoolean();
      var torn = new AtomicReference<>("");
      var reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      read(node.proc().resolve("33014"), torn);
                    }
                  });
      for (int round = 0; round < 20; round++) {
        clock.at(61);
        Await.until(() -> assertThat(node.proc().resolve("33014")).doesNotExist());
        clock.at(71);
        Await.until(() -> assertThat(node.proc().resolve("33014")).exists());
      }
      stop.set(true);
      reader.join();
      assertThat(torn.get()).isEmpty();
    }
  }

  /** Notes a file that is there and not whole. */
  private static void read(Path folder, AtomicReference<String> torn) {
    for (var file : List.of("stat", "cgroup", "comm", "status")) {
      try {
        var text = Files.readString(folder.resolve(file));
        if (!text.endsWith("\n")) {
          torn.set(file + ": " + text);
        }
      } catch (IOException _) {
        // it ended meanwhile
      }
    }
  }

  @Test
  void aFolderInUseIsRefused() throws Exception {
    Files.createDirectories(directory.resolve("n/proc"));

    assertThatThrownBy(() -> start("k8s-churn"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(directory.resolve("n") + ": proc is there already: name an empty folder");
  }

  @Test
  void aFolderTooDeepForASocketIsRefused() {
    var deep = directory.resolve("d".repeat(100));

    assertThatThrownBy(
            () ->
                PlayedNode.start(
                    new Play(
                        Shipped.scenario("k8s-churn"),
                        Shipped.catalogue(),
                        deep,
                        clock,
                        ManualClock.START,
                        false)))
        .isInstanceOf(ScenarioException.class)
        .hasMessageEndingWith("the path of a socket has at most 107 bytes: name a shorter folder");
  }
}

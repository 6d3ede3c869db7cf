// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.kubelet.FaultyWire.Fault;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.gpunodeagent.simulation.SimulatedKubelet;
import io.gpunodeagent.simulation.SimulatedKubelet.Behaviour;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a real gRPC server. */
class PodResourcesClientTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration IMPATIENT = Duration.ofMillis(300);

  @TempDir private Path directory;
  private volatile ListPodResourcesResponse answer =
      Answers.of(
          Answers.pod("a", "nvidia.com/gpu", Answers.uuid(1)),
          Answers.pod("b", "nvidia.com/gpu", Answers.uuid(2)));
  private SimulatedKubelet kubelet;

  @BeforeEach
  void startKubelet() throws IOException {
    kubelet = SimulatedKubelet.start(socket(), () -> answer);
  }

  @AfterEach
  void nothingOfACallStays() {
    kubelet.close();
    Eventually.until(
        "the transport's threads end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("kubelet-io")));
  }

  @Test
  void everyPodIsListed() throws Exception {
    assertThat(list(socket(), PATIENT)).isEqualTo(answer.getPodResourcesList());
  }

  @Test
  void framesWithoutEndAreRefused() throws Exception {
    var flooding = directory.resolve("flood.sock");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(flooding));
      Thread.ofVirtual().start(() -> flood(listener));
      assertThatThrownBy(() -> list(flooding, PATIENT))
          .isInstanceOf(KubeletException.class)
          .hasMessage("more than 4096 HTTP/2 frames without data");
    }
  }

  /** Greets, then sends PING after PING and reads nothing. */
  private static void flood(ServerSocketChannel listener) {
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    try (var client = listener.accept()) {
      client.write(ByteBuffer.wrap(settings));
      while (true) {
        client.write(ByteBuffer.wrap(ping));
      }
    } catch (IOException e) {
      // The client has left.
    }
  }

  @Test
  void aNodeWithoutPodsHasAnEmptyList() throws Exception {
    answer = ListPodResourcesResponse.getDefaultInstance();
    assertThat(list(socket(), PATIENT)).isEmpty();
  }

  @Test
  void onePodIsGot() throws Exception {
    var client = new PodResourcesClient(socket(), PATIENT);
    assertThat(client.get("team", "b")).contains(answer.getPodResources(1));
    assertThat(client.get("other", "b")).isEmpty();
    assertThat(client.get("n".repeat(63), "p".repeat(253))).isEmpty();
  }

  @Test
  void aMethodThatIsDisabledOrMissingIsNotAPodThatIsUnknown() {
    var client = new PodResourcesClient(socket(), PATIENT);
    for (var without : List.of(Behaviour.LIST_ONLY, Behaviour.UNIMPLEMENTED)) {
      kubelet.behave(without);
      assertThatThrownBy(() -> client.get("other", "b"))
          .isInstanceOfSatisfying(
              KubeletException.class, e -> assertThat(e.isMethodUnknown()).isTrue());
    }
    kubelet.behave(Behaviour.EXHAUSTED);
    assertThatThrownBy(() -> client.get("other", "b"))
        .isInstanceOfSatisfying(
            KubeletException.class, e -> assertThat(e.isMethodUnknown()).isFalse());
  }

  @Test
  void aHundredThousandEntriesAreRead() throws Exception {
    answer = Answers.shares(1000, 100);
    assertThat(list(socket(), PATIENT)).isEqualTo(answer.getPodResourcesList());
  }

  @Test
  void anAnswerBeyondTheLimitIsRefused() {
    answer = Answers.shares(100, 4000);
    assertThatThrownBy(() -> list(socket(), PATIENT))
        .isInstanceOf(KubeletException.class)
        .hasMessageMatching("an answer of \\d+ bytes; the limit is 16777216");
  }

  @Test
  void aStatusOfTheServerIsTold() {
    kubelet.behave(Behaviour.EXHAUSTED);
    assertThatThrownBy(() -> list(socket(), PATIENT))
        .isInstanceOfSatisfying(KubeletException.class, e -> assertThat(e.status()).hasValue(8))
        .hasMessage("grpc status 8: rejected by rate limit");
    kubelet.behave(Behaviour.UNIMPLEMENTED);
    assertThatThrownBy(() -> list(socket(), PATIENT)).hasMessage("grpc status 12");
  }

  @Test
  void aStalledServerCostsTheTimeout() {
    kubelet.behave(Behaviour.STALL);
    var start = System.nanoTime();
    assertThatThrownBy(() -> list(socket(), IMPATIENT))
        .hasMessage("no complete answer within 300 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aMissingSocketIsSaid() {
    assertThatThrownBy(() -> list(directory.resolve("absent.sock"), PATIENT))
        .isInstanceOf(KubeletException.class)
        .hasMessageContaining("No such file");
  }

  @Test
  void aSocketThatAKilledServerLeftIsSaid() throws IOException {
    var left = directory.resolve("left.sock");
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(left));
    }
    assertThatThrownBy(() -> list(left, PATIENT))
        .isInstanceOf(KubeletException.class)
        .hasMessageContaining("Connection refused");
  }

  static Stream<Fault> endsBeforeTheAnswer() {
    return IntStream.of(0, 1, 8, 9, 20, 60, 100, 150, 200).mapToObj(Fault.Cut::new);
  }

  @ParameterizedTest
  @MethodSource("endsBeforeTheAnswer")
  void aConnectionThatIsCutFailsTheCallAtOnce(Fault fault) throws Exception {
    try (var wire = new FaultyWire(directory.resolve("wire.sock"), socket(), fault)) {
      var start = System.nanoTime();
      assertThatThrownBy(() -> list(wire.socket(), PATIENT)).isInstanceOf(KubeletException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENT.dividedBy(2));
    }
  }

  static Stream<Fault> neverEnds() {
    return Stream.concat(
        IntStream.of(0, 9, 60, 150).mapToObj(Fault.Stall::new),
        Stream.of(new Fault.Drip(Duration.ofMillis(20))));
  }

  @ParameterizedTest
  @MethodSource("neverEnds")
  void anAnswerThatNeverEndsCostsTheTimeout(Fault fault) throws Exception {
    try (var wire = new FaultyWire(directory.resolve("wire.sock"), socket(), fault)) {
      assertThatThrownBy(() -> list(wire.socket(), IMPATIENT))
          .hasMessage("no complete answer within 300 ms");
    }
  }

  @Test
  void corruptBytesAreReadOrRefused() throws Exception {
    var refused = 0;
    for (var position = 0; position < 300; position += 3) {
      try (var wire =
          new FaultyWire(
              directory.resolve("wire.sock"), socket(), new Fault.Flip(position, 0x55))) {
        list(wire.socket(), IMPATIENT);
      } catch (KubeletException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
    assertThat(refused).isPositive();
  }

  private Path socket() {
    return directory.resolve("kubelet.sock");
  }

  private static List<PodResources> list(Path socket, Duration timeout)
      throws KubeletException, InterruptedException {
    var pods = new ArrayList<PodResources>();
    new PodResourcesClient(socket, timeout).list(pods::add);
    return pods;
  }
}

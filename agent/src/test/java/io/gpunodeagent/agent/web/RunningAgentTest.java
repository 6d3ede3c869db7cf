package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent is told from whatever else may hold its port. */
@Timeout(60)
class RunningAgentTest {

  @TempDir private Path folder;

  private static WebConfig config(Optional<WebConfig.Tls> tls) {
    return Nodes.config(tls, WebConfig.Admission.everyone(), 8, 60);
  }

  private static WebConfig at(int port, Optional<Integer> healthPort, WebConfig config) {
    return new WebConfig(
        config.host(), port, healthPort, config.tls(), config.admission(), config.bounds());
  }

  private static AgentServer start(WebConfig config, NodeSnapshot state) throws Exception {
    return AgentServer.start(config, Nodes.view(state, "x 1\n"), Nodes.NO_TOKENS);
  }

  private static RunningAgent.Answer plain(int port) {
    return RunningAgent.ask(at(port, Optional.empty(), config(Optional.empty())));
  }

  @Test
  void itsHealthIsTheAnswer() throws Exception {
    try (var agent = start(config(Optional.empty()), Nodes.ready(false))) {
      assertThat(plain(agent.port())).isEqualTo(RunningAgent.Answer.UP);
    }
    try (var agent = start(config(Optional.empty()), Nodes.starting())) {
      assertThat(plain(agent.port())).isEqualTo(RunningAgent.Answer.DOWN);
    }
  }

  @Test
  void itIsKnownByItsOwnCertificate() throws Exception {
    var certificates = new Certificates(folder).authority("ours").signed("first", "ours");
    var first = tls(certificates, "first");
    try (var agent = start(config(first), Nodes.ready(false))) {
      var here = at(agent.port(), Optional.empty(), config(first));
      assertThat(RunningAgent.ask(here)).isEqualTo(RunningAgent.Answer.UP);
      assertThat(plain(agent.port())).isEqualTo(RunningAgent.Answer.ABSENT);
    }
  }

  @Test
  void thePortOfTheHealthChecksIsAskedWithoutTls() throws Exception {
    var certificates = new Certificates(folder).authority("ours").signed("first", "ours");
    var both = at(0, Optional.of(0), config(tls(certificates, "first")));
    try (var agent = start(both, Nodes.ready(false))) {
      assertThat(RunningAgent.ask(at(agent.port(), agent.healthPort(), both)))
          .isEqualTo(RunningAgent.Answer.UP);
    }
  }

  private static Optional<WebConfig.Tls> tls(Certificates certificates, String name)
      throws Exception {
    return Optional.of(
        new WebConfig.Tls(
            certificates.file(name + ".pem", certificates.chain(name)),
            certificates.file(name + ".key", certificates.key(name)),
            Optional.empty()));
  }

  @Test
  void whateverElseIsThereIsNone() throws Exception {
    try (var silent = new ServerSocket(0)) {
      assertThat(plain(silent.getLocalPort())).isEqualTo(RunningAgent.Answer.ABSENT);
    }
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    other.start();
    try {
      assertThat(plain(other.getAddress().getPort())).isEqualTo(RunningAgent.Answer.ABSENT);
    } finally {
      other.stop(0);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.agent.login.Login;
import io.gpunodeagent.agent.tls.ClientCertificate;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;
import picocli.CommandLine;

/** An agent is distinguished from whatever else may hold its port. */
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

  /** Reads {@code words} as a command line does. */
  private static AgentCaller caller(Optional<Path> podToken, String... words) {
    var login = new Login();
    new CommandLine(new Asking(login)).parseArgs(words);
    return new AgentCaller(login, podToken, Optional.empty());
  }

  @CommandLine.Command
  private record Asking(@CommandLine.Mixin Login login) {}

  private static String refusal(WebConfig config, AgentCaller caller) {
    return RunningAgent.get(config, caller, "/api/v1/node")
            instanceof RunningAgent.Reply.Refused(var reason, var _)
        ? reason
        : "";
  }

  private static WebConfig tokens(String host) {
    return new WebConfig(
        host,
        0,
        Optional.empty(),
        Optional.empty(),
        new WebConfig.Admission(Optional.empty(), true),
        new WebConfig.Bounds(8, 4096, 60));
  }

  /** The pod's token has rights in the cluster: nobody on the network may read it. */
  @Test
  void thePodsTokenDoesNotCrossTheNetworkUnencrypted() throws Exception {
    var host = addressOfThisMachine();
    var token = Files.writeString(folder.resolve("token"), "good\n");
    var seen = new ConcurrentLinkedQueue<String>();
    TokenJudge judge =
        (bearer, path) -> {
          seen.add(bearer);
          return bearer.equals("good") ? TokenJudge.Verdict.ADMITTED : TokenJudge.Verdict.UNKNOWN;
        };
    var view = Nodes.view(Nodes.ready(false), "x 1\n");
    try (var agent = AgentServer.start(tokens(host), view, judge)) {
      var here = at(agent.port(), Optional.empty(), tokens(host));
      assertThat(refusal(here, caller(Optional.of(token))))
          .isEqualTo(
              "the agent answers 401: it wants a bearer token, and the pod's own is not sent"
                  + " unencrypted to "
                  + host
                  + ": give --token-file");
      assertThat(seen).isEmpty();
      var named = caller(Optional.empty(), "--token-file", token.toString());
      assertThat(named.warning(here).orElseThrow())
          .isEqualTo(
              "--token-file %s: goes unencrypted to %s:%d, which is no loopback address: set web.tls,"
                      .formatted(token, host, agent.port())
                  + " or ask from inside the pod");
      assertThat(RunningAgent.get(here, named, "/")).isInstanceOf(RunningAgent.Reply.Body.class);
      assertThat(seen).containsExactly("good");
    }
    try (var agent = AgentServer.start(tokens("127.0.0.1"), view, judge)) {
      var here = at(agent.port(), Optional.empty(), tokens("127.0.0.1"));
      var pod = caller(Optional.of(token));
      assertThat(pod.warning(here)).isEmpty();
      assertThat(RunningAgent.get(here, pod, "/")).isInstanceOf(RunningAgent.Reply.Body.class);
    }
  }

  private static String addressOfThisMachine() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(one -> one instanceof Inet4Address && !one.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseGet(() -> Assumptions.abort("this machine has the loopback address alone"));
  }

  @Test
  void aUserAndAClientCertificateLetIn() throws Exception {
    var certificates = new Certificates(folder).authority("ours").signed("first", "ours");
    certificates.signed("me", "ours");
    var chain = certificates.file("me.pem", certificates.chain("me"));
    var key = certificates.file("me.key", certificates.key("me"));
    var authority = certificates.file("ours.pem", certificates.chain("ours"));
    var own = tls(certificates, "first").orElseThrow();
    var mutual = new WebConfig.Tls(own.certificate(), own.key(), Optional.of(authority));
    var password = Files.writeString(folder.resolve("password"), "open sesame\n");
    var users =
        Files.writeString(
            folder.resolve("users"),
            "me:" + BCrypt.hashpw("open sesame", BCrypt.gensalt(4)) + "\n");
    var guarded =
        new WebConfig(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.of(mutual),
            WebConfig.Admission.of(users),
            new WebConfig.Bounds(8, 4096, 60));
    try (var agent = start(guarded, Nodes.ready(false))) {
      var here = at(agent.port(), Optional.empty(), guarded);
      var me = caller(Optional.empty(), "--user", "me", "--password-file", password.toString());
      assertThat(refusal(here, me)).contains("403: A client certificate of a known authority");
      assertThat(refusal(here, me)).contains("Give --client-certificate and --client-key");
      var shown = Optional.of(ClientCertificate.read("chain", chain, "key", key));
      var nobody = new AgentCaller(new Login(), Optional.empty(), shown);
      assertThat(refusal(here, nobody))
          .isEqualTo("the agent answers 401: it wants a user: give --user and --password-file");
      assertThat(RunningAgent.get(here, new AgentCaller(me.login(), Optional.empty(), shown), "/"))
          .isInstanceOf(RunningAgent.Reply.Body.class);
    }
  }
}

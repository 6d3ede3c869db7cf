// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.PrometheusServer;
import io.gpunodeagent.agent.metrics.Promtool;
import io.gpunodeagent.agent.web.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** A real Prometheus that speaks TLS and wants a user. */
@Timeout(180)
class ReplayLoginIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NO_DATA = "it has no series of DCGM in that range";

  @TempDir Path folder;

  @Test
  void whoIsKnownIsLetInAndEveryoneElseHearsWhy() throws Exception {
    Promtool.require("prometheus");
    var certificates = new Certificates(folder).authority("ca").authority("stranger");
    certificates.signed("prometheus", "ca");
    certificates.file("ca.pem", certificates.chain("ca"));
    certificates.file("stranger.pem", certificates.chain("stranger"));
    certificates.file("prometheus.pem", certificates.chain("prometheus"));
    certificates.file("prometheus.key", certificates.key("prometheus"));
    Files.writeString(folder.resolve("password"), "open sesame\n");
    Files.writeString(folder.resolve("wrong"), "abracadabra\n");
    var web = certificates.file("web.yml", web());
    try (var prometheus =
        new PrometheusServer(folder, "scrape_configs: []\n", List.of("--web.config.file=" + web))) {
      var address = "https://127.0.0.1:" + prometheus.address().getPort();
      awaitPort(prometheus.address().getPort());

      assertThat(
              fault(address, "--ca-file", "ca.pem", "--user", "me", "--password-file", "password"))
          .contains(NO_DATA);
      assertThat(fault(address, "--ca-file", "ca.pem", "--user", "me", "--password-file", "wrong"))
          .contains("answers 401: it does not know the credentials of --user me")
          .doesNotContain("abracadabra");
      assertThat(fault(address, "--ca-file", "ca.pem"))
          .contains("answers 401: it wants a login: give --token-file, or --user");
      assertThat(fault(address, "--ca-file", "ca.pem", "--token-file", "password"))
          .contains("answers 401: it does not know the credentials of --token-file")
          .doesNotContain("sesame");
      assertThat(fault(address))
          .contains("its certificate is of no authority that is trusted: give --ca-file");
      assertThat(fault(address, "--ca-file", "stranger.pem"))
          .contains("its certificate is of no authority that is trusted");
      assertThat(fault(address.replace("https", "http")))
          .contains("answers 400 with what is no JSON: Client sent an HTTP request to an HTTPS");
    }
  }

  @Test
  void onePlainPrometheusIsToldFromOneThatSpeaksTls() throws Exception {
    Promtool.require("prometheus");
    try (var prometheus = new PrometheusServer(folder, "scrape_configs: []\n")) {
      awaitPort(prometheus.address().getPort());
      assertThat(fault(prometheus.address().toString().replace("http", "https")))
          .contains("it does not speak TLS: try http://");
      assertThat(fault(prometheus.address() + "/graph/x"))
          .contains("answers 404 with what is no JSON");
    }
  }

  private static String web() {
    return """
    tls_server_config: {cert_file: prometheus.pem, key_file: prometheus.key}
    basic_auth_users: {me: %s}
    """
        .formatted(BCrypt.hashpw("open sesame", BCrypt.gensalt(4)));
  }

  /** What is said of an address, in one line. */
  private String fault(String address, String... more) throws IOException {
    var rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            "policies: {idle: [{name: a, idleAfter: 1h, action: mark}]}\n");
    var arguments =
        new ArrayList<>(
            List.of("policy", "replay", "--rules", rules.toString(), "--prometheus", address));
    for (var argument : more) {
      boolean file = Files.exists(folder.resolve(argument));
      arguments.add(file ? folder.resolve(argument).toString() : argument);
    }
    var said = Shell.plain().run(arguments.toArray(String[]::new));
    assertThat(said.code()).as(said.err()).isEqualTo(1);
    assertThat(said.err().lines()).hasSize(1);
    return said.err();
  }

  private static void awaitPort(int port) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        assertThat(System.nanoTime()).as("nobody listens").isLessThan(deadline);
        Thread.sleep(100);
      }
    }
  }
}

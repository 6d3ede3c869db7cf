// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.faults.SetupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

@Timeout(60)
class BasicAuthTest {

  @TempDir private Path folder;
  private Path users;
  private AgentServer server;

  @BeforeEach
  void start() throws Exception {
    users = folder.resolve("users");
    write("# scrapers\n\n" + line("prometheus", "se:cret", 4) + "\n");
    server =
        AgentServer.start(
            Nodes.config(Optional.empty(), WebConfig.Admission.of(users), 256, 60),
            Nodes.view(Nodes.ready(false), "x 1\n"),
            Nodes.NO_TOKENS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(String text) throws IOException {
    Files.writeString(users, text);
  }

  private static String line(String name, String password, int cost) {
    return name + ":" + BCrypt.hashpw(password, BCrypt.gensalt(cost));
  }

  private static String basic(String credentials) {
    var encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return "Authorization: Basic " + encoded;
  }

  private int status(String path, String... headers) throws IOException {
    try (var wire = Wire.connect(server.port())) {
      return wire.get(path, headers).status();
    }
  }

  @Test
  void theRightPasswordIsLetInAgainAndAgain() throws IOException {
    assertThat(status("/metrics", basic("prometheus:se:cret"))).isEqualTo(200);
    assertThat(status("/metrics", basic("prometheus:se:cret"))).isEqualTo(200);
    assertThat(status("/", basic("prometheus:se:cret").replace("Basic", "basic"))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Basic cHJvbWV0aGV1czp3cm9uZw==",
        "Authorization: Basic !!!",
        "Authorization: Basic cHJvbWV0aGV1cw==",
        "Authorization: Bearer cHJvbWV0aGV1czpzZTpjcmV0",
        "Authorization:",
        "X-Nothing: 1"
      })
  void anythingElseIsTurnedAway(String header) throws IOException {
    try (var wire = Wire.connect(server.port())) {
      var answer = wire.get("/metrics", header);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers().get("WWW-Authenticate")).startsWith("Basic realm=");
      assertThat(answer.body()).doesNotContain("x 1");
    }
  }

  @Test
  void theLetterApacheWritesIsUnderstood() throws Exception {
    write(line("prometheus", "y", 4).replace("$2a$", "$2y$") + "\n");
    server.reloadFiles();
    assertThat(status("/metrics", basic("prometheus:y"))).isEqualTo(200);
  }

  @Test
  void unknownUsersAndVeryLongPasswordsAreTurnedAway() throws IOException {
    assertThat(status("/metrics", basic("nobody:se:cret"))).isEqualTo(401);
    assertThat(status("/metrics", basic("prometheus:" + "x".repeat(500)))).isEqualTo(401);
  }

  @Test
  void healthNeedsNoUser() throws IOException {
    assertThat(status("/health/ready")).isEqualTo(200);
    assertThat(status("/health")).isEqualTo(200);
  }

  @Test
  void aReloadAdmitsNewUsersAndForgetsOldPasswords() throws Exception {
    assertThat(status("/metrics", basic("prometheus:se:cret"))).isEqualTo(200);
    write(line("prometheus", "new", 4) + "\n" + line("other", "one", 4) + "\n");
    server.reloadFiles();
    assertThat(status("/metrics", basic("prometheus:se:cret"))).isEqualTo(401);
    assertThat(status("/metrics", basic("prometheus:new"))).isEqualTo(200);
    assertThat(status("/metrics", basic("other:one"))).isEqualTo(200);
  }

  @Test
  void aBadFileLeavesTheOldUsersAndShowsNoSecret() throws Exception {
    write("prometheus:plaintext\n");
    assertThatThrownBy(server::reloadFiles)
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "web.basicAuth: \"%s:1\" is not name:bcrypt with a cost of 4 to 15: write lines with"
                + " htpasswd -nbB name password",
            users);
    write("");
    assertThatThrownBy(server::reloadFiles).hasMessageContaining("there is no user");
    write(line("a", "b", 4) + "\n" + line("a", "c", 4) + "\n");
    assertThatThrownBy(server::reloadFiles).hasMessageContaining("a name that is written twice");
    assertThat(status("/metrics", basic("prometheus:se:cret"))).isEqualTo(200);
  }

  /** At cost 12 one check takes a fifth of a second and more; fifty scrapes must not. */
  @Test
  void scrapesDoNotPayForTheHashEachTime() throws Exception {
    write(line("prometheus", "dear", 12) + "\n");
    server.reloadFiles();
    var header = basic("prometheus:dear");
    assertThat(status("/metrics", header)).isEqualTo(200);
    long start = System.nanoTime();
    try (var wire = Wire.connect(server.port())) {
      for (int i = 0; i < 50; i++) {
        assertThat(wire.get("/metrics", header).status()).isEqualTo(200);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the agent is to which server. */
class AccessTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Map<String, String> IN_CLUSTER =
      Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");

  @TempDir private Path directory;

  @Test
  void theServiceAccountsTokenIsReadForEveryRequest() throws IOException {
    Files.writeString(directory.resolve("token"), "one\n");
    var config = new Access(Optional.empty(), directory, IN_CLUSTER).config(TIMEOUT);
    assertThat(config.getMasterUrl()).startsWith("https://[fd00::1]:443");
    assertThat(config.getCaCertFile()).isEqualTo(directory.resolve("ca.crt").toString());
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("one");
    Files.writeString(directory.resolve("token"), "two");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("two");
  }

  @Test
  void theServiceAccountMayLieElsewhere() throws IOException {
    var token = Files.writeString(directory.resolve("other"), "three");
    var environment = new HashMap<>(IN_CLUSTER);
    environment.put("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString());
    environment.put("KUBERNETES_CERTS_CA_FILE", "/etc/ssl/cluster.pem");
    var access = new Access(Optional.empty(), directory.resolve("none"), environment);

    assertThat(access.named()).isTrue();
    assertThat(access.config(TIMEOUT).getOauthTokenProvider().getToken()).isEqualTo("three");
    assertThat(access.config(TIMEOUT).getCaCertFile()).isEqualTo("/etc/ssl/cluster.pem");
  }

  @Test
  void aServiceAccountWithoutAServerIsNone() throws IOException {
    Files.writeString(directory.resolve("token"), "one");
    assertThatThrownBy(() -> new Access(Optional.empty(), directory, Map.of()).config(TIMEOUT))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("no service account in " + directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "just text", "a: [", "clusters: 7", "current-context: x"})
  void aBrokenKubeconfigIsNamedInOneLine(String text) throws IOException {
    var file = directory.resolve("config");
    Files.writeString(file, text);
    assertThatThrownBy(() -> new Access(Optional.of(file), directory, IN_CLUSTER).config(TIMEOUT))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(file.toString())
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
  }
}

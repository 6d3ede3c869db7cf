// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.faults.SetupException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersFileTest {

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("headers"), content);
  }

  @Test
  void eachLineIsAHeader() throws Exception {
    var file = file("# of the tenant\n\nAuthorization: Bearer a:b\nX-Scope-OrgID:gpu \n");
    assertThat(HeadersFile.read(file))
        .containsExactly(
            Map.entry("authorization", "Bearer a:b"), Map.entry("x-scope-orgid", "gpu"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3cret             | has no name of a header before a colon",
        "s3 cret: s3cret    | has no name of a header before a colon",
        "Host: s3cret       | has host, which the agent sets itself",
        "a: s3cret\tx       | has no value of printable ASCII for a",
        "a:                 | has no value of printable ASCII for a"
      })
  void aWrongLineIsNamedWithoutItsValue(String line, String fault) throws IOException {
    var file = file("ok: 1\n" + line + "\n");
    assertThatThrownBy(() -> HeadersFile.read(file))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("otlp.headersFile: \"" + file + "\" line 2 " + fault)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aHeaderStandsOnceAndTheFileIsSmallText() throws IOException {
    var twice = file("a: 1\nA: 2\n");
    assertThatThrownBy(() -> HeadersFile.read(twice)).hasMessageContaining("line 2 has a again");
    var large = file("#".repeat(1 << 17));
    assertThatThrownBy(() -> HeadersFile.read(large)).hasMessageContaining("more than 64 KiB");
    var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
    assertThatThrownBy(() -> HeadersFile.read(binary)).hasMessageContaining("no UTF-8 text");
  }

  @Test
  void aTargetShowsNamesAlone() {
    var target =
        new OtlpTarget(
            URI.create("https://a"), Map.of("authorization", "s3cret"), Optional.empty());
    assertThat(target.toString()).contains("authorization").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a:4318, http://a:4318/v1/metrics",
    "http://a:4318/, http://a:4318/v1/metrics",
    "https://a/otlp, https://a/otlp/v1/metrics",
    "https://a/otlp/v1/metrics, https://a/otlp/v1/metrics",
    "http://[::1]:4318, http://[::1]:4318/v1/metrics"
  })
  void thePathOfTheProtocolIsPutAfterTheEndpoint(URI endpoint, URI target) {
    assertThat(OtlpConfig.target(endpoint)).isEqualTo(target);
  }
}

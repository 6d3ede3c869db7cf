package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code policy replay} says of arguments that are at fault. */
class ReplayUsageFaultsTest {

  @ParameterizedTest
  @CsvSource({
    "'policy', A command is missing",
    "'policy replay', Missing required option",
    "'policy replay --rules f --prometheus ftp://x', no address",
    "'policy replay --rules f --prometheus http://x --range soon', RFC 3339"
  })
  void wrongUsageIsOneLineAndCodeTwo(String line, String part) {
    var said = Shell.plain().run(line.split(" ", -1));
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).contains(part);
  }

  @Test
  void anAddressNobodyListensAtIsAFaultOfOneLine(@TempDir Path folder) throws IOException {
    var rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            "policies: {idle: [{name: a, idleAfter: 1h, action: mark}]}\n");
    var said =
        Shell.plain()
            .run(
                "policy",
                "replay",
                "--rules",
                rules.toString(),
                "--prometheus",
                "http://127.0.0.1:1");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).contains("--prometheus http://127.0.0.1:1: ");
  }
}

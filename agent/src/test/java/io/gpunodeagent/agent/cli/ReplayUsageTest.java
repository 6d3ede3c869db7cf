// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code policy replay}, and what is wrong with them. */
class ReplayUsageTest {

  @TempDir Path folder;

  @Test
  void itsHelpSaysWhatThereIs() {
    var help = Shell.plain().run("policy", "replay", "--help");
    assertThat(help.code()).isZero();
    Golden.matches("agent/src/test/resources/cli/policy-replay-help.txt", help.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--range 24h|specify one of these",
        "--scenario s --prometheus http://x|mutually exclusive",
        "--scenario s --job j|go with --prometheus",
        "--scenario s --token-file f|go with --prometheus",
        "--scenario s --step 2m|--step 2m: no time such as 10s, of 1s to 60s",
        "--scenario s --step 0s|--step 0s: no time such as 10s",
        "--scenario s --step fast|--step fast: no time such as 10s",
        "--scenario s --range 5m|--range 5m: neither a span",
        "--prometheus http://x --step 10s|--step goes with --scenario",
        "--prometheus http://me:secret@x|leave user and password out of it",
        "--prometheus http://me:secret@x^y|…@x^y",
        "--prometheus http://me:se/secret@x|--prometheus http://…@x: no address such as",
        "--prometheus me:secret@x|--prometheus me:…@x: no address such as",
        "--prometheus http://x?a=b|no address such as",
        "--prometheus http://x --user me|--user and --password-file go together",
        "--prometheus http://x --password-file f|--user and --password-file go together",
        "--prometheus http://x --user a:b --password-file f|has no colon",
        "--prometheus http://x --user a --password-file f --token-file t|exclude each other",
        "--prometheus http://x --ca-file f|the address is not https://"
      })
  void wrongUsageIsOneLineAndTwo(String arguments, String part) throws IOException {
    var said = replay(arguments);
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).contains(part).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--token-file nowhere|option --token-file: \"nowhere\" is not there",
        "--token-file FOLDER|cannot be read",
        "--token-file EMPTY|is empty",
        "--token-file LINES|has several lines",
        "--token-file LONG|has more than 64 KiB",
        "--user me --password-file BINARY|is no UTF-8 text",
        "--ca-file nowhere|option --ca-file: \"nowhere\" is not there",
        "--ca-file LINES|is no PEM",
        "--ca-file EMPTY|name a file of certificates in PEM"
      })
  void aFileThatCannotBeUsedIsOneLineAndOne(String arguments, String part) throws IOException {
    Files.createDirectory(folder.resolve("FOLDER"));
    Files.writeString(folder.resolve("EMPTY"), "\n");
    Files.writeString(folder.resolve("LINES"), "alpha\nbeta\n");
    Files.writeString(folder.resolve("LONG"), "x".repeat(70_000));
    Files.write(folder.resolve("BINARY"), new byte[] {(byte) 0xff, (byte) 0xfe});
    var said = replay("--prometheus https://127.0.0.1:1 " + arguments);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).contains(part).doesNotContain("alpha", "xxx");
  }

  private Shell.Said replay(String more) throws IOException {
    var rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            "policies: {idle: [{name: a, idleAfter: 1h, action: mark}]}\n");
    var arguments = new ArrayList<>(List.of("policy", "replay", "--rules", rules.toString()));
    for (var argument : more.split(" ", -1)) {
      boolean file = Files.exists(folder.resolve(argument));
      arguments.add(file ? folder.resolve(argument).toString() : argument);
    }
    return Shell.plain().run(arguments.toArray(String[]::new));
  }

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
  void anAddressNobodyListensAtIsAFaultOfOneLine() throws IOException {
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

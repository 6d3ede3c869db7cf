// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.policy.PolicyReader;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting, given every kind of wrong value: one sentence each, of one form. */
class FaultSentencesTest {

  /** {@code PLACE: KEY: "VALUE" is not valid: use …}, or another complaint and a way out. */
  private static final Pattern SENTENCE =
      Pattern.compile("[^:]+(:\\d+)*: ([A-Za-z.\\[\\]0-9]+: )?[^:]+( [^ ]+:\\d+)?: [a-z].*[^ ,:]");

  private static final List<String> VALUES =
      List.of(
          "trace-me",
          "-1",
          "99999999999",
          "1 parsec",
          "''",
          "null",
          "[a, b]",
          "[]",
          "{a: b}",
          "!tag x",
          "\"a\\nb\"",
          "'" + "words ".repeat(60) + "'",
          "'" + "x".repeat(400) + "'");

  @TempDir private Path folder;

  static Stream<String> keys() {
    return Stream.concat(
        Settings.ALL.stream().map(Setting::key),
        Stream.concat(
            PolicyReader.LISTS.stream(), Stream.of("log", "web.tls", "log.levle", "nothing")));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void eachFaultIsOneWholeSentence(String key) throws IOException {
    var said = new ArrayList<String>();
    for (var value : VALUES) {
      said.addAll(faults(nested(key, value)));
    }
    assertThat(said).isNotEmpty().allSatisfy(FaultSentencesTest::isWhole);
  }

  @Test
  void rulesOfPoliciesAreHeldToTheSameForm() throws IOException {
    var said = new ArrayList<String>();
    for (var field :
        List.of("name", "idleAfter", "notice", "action", "match", "activity", "typo")) {
      for (var value : VALUES) {
        said.addAll(
            faults("policies: {idle: [{name: a, idleAfter: 1h, " + field + ": " + value + "}]}"));
      }
    }
    assertThat(said).hasSizeGreaterThan(50).allSatisfy(FaultSentencesTest::isWhole);
  }

  @Test
  void aFileThatIsNoConfigurationIsOneSentenceToo() throws IOException {
    for (var text :
        List.of(
            "",
            "text",
            "- a\n",
            "a: [\n",
            "a: 1\n---\nb: 2\n",
            "log:\n\tlevel: info\n",
            "a: *b\n")) {
      assertThat(faults(text)).as(text).hasSize(1).allSatisfy(FaultSentencesTest::isWhole);
    }
    var absent = folder.resolve("absent.yaml");
    assertThat(lines(absent)).hasSize(1).allSatisfy(FaultSentencesTest::isWhole);
  }

  private static void isWhole(String line) {
    assertThat(line).matches(SENTENCE).doesNotContain("\n", "  ", "(empty)", "null", "...");
    var parts = Arrays.asList(line.split(": ", -1));
    assertThat(parts).as(line).doesNotHaveDuplicates().noneMatch(String::isBlank);
    assertThat(parts).as("no part goes on from nothing").noneMatch(part -> part.startsWith("but "));
    for (var quoted : line.split("\"", -1)) {
      if (quoted.endsWith("…") && quoted.contains(" ")) {
        assertThat(quoted).as("ends after a whole word").endsWith("words…");
      }
    }
  }

  private static String nested(String key, String value) {
    return "{" + key.replace(".", ": {") + ": " + value + "}".repeat(key.split("\\.", -1).length);
  }

  private List<String> faults(String text) throws IOException {
    return lines(Files.writeString(folder.resolve("agent.yaml"), text));
  }

  private static List<String> lines(Path file) {
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "node-7", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid _ -> List.of();
      case Outcome.Invalid(var problems) -> problems.stream().map(Problem::line).toList();
    };
  }
}

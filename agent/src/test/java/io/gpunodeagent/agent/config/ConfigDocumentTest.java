// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDocumentTest {

  private static final String NO_KEY = "a-key-that-is-like-no-other";

  @TempDir private Path folder;

  @Test
  void thePageIsWhatTheTableOfSettingsSays() {
    Golden.matches("docs/configuration.md", ConfigDocument.render());
  }

  /** The page's table of rules is written by hand; which keys there are is the reader's to say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9  | policies: {idle: [{KEY: 1}]}",
        "7  | policies: {idle: [{match: {KEY: 1}}]}",
        "2  | policies: {idle: [{match: {schedule: {KEY: 1}}}]}",
        "3  | policies: {idle: [{match: {schedule: {windows: [{KEY: 1}]}}}]}",
        "5  | policies: {idle: [{activity: {KEY: 1}}]}",
        "8  | policies: {timeSlice: [{KEY: 1}]}",
        "2  | policies: {timeSlice: [{memory: {KEY: 1}}]}",
        "3  | policies: {timeSlice: [{compute: {KEY: 1}}]}",
        "2  | policies: {timeSlice: [{device: {KEY: 1}}]}",
      })
  void everyKeyOfARuleIsOnThePage(int count, String yaml) throws IOException {
    var page = ConfigDocument.render();
    var keys = keysInPlaceOf(yaml.replace("KEY", NO_KEY));
    assertThat(keys)
        .hasSize(count)
        .allSatisfy(key -> assertThat(page).containsPattern("[`.]" + Pattern.quote(key) + "[`:]"));
  }

  /** The keys that the reader names to who wrote another. */
  private List<String> keysInPlaceOf(String yaml) throws IOException {
    var file = Files.writeString(folder.resolve("agent.yaml"), yaml);
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "node", true);
    var remedy =
        ((Outcome.Invalid) ConfigLoader.load(sources))
            .problems().stream()
                .filter(problem -> problem.key().endsWith(NO_KEY))
                .map(Problem::remedy)
                .findFirst()
                .orElseThrow();
    return List.of(remedy.replaceFirst("use ", "").split(", | or "));
  }
}

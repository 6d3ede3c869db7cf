// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageFilesTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("repository.root", ".."))
          .resolve("agent/src/main/resources/io/gpunodeagent/agent/web/page");

  private static final int MOST_BYTES = 120_000;
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([a-z.]+)\"");

  private final PageFiles files = new PageFiles();

  @Test
  void everyFileOfTheFolderIsServed() throws IOException {
    try (var found = Files.list(FOLDER)) {
      assertThat(found.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(PageFiles.NAMES);
    }
  }

  @Test
  void allOfItIsSmall() {
    assertThat(files.byPath().values().stream().mapToInt(file -> file.body().length).sum())
        .isLessThan(MOST_BYTES);
  }

  @Test
  void nothingRunsThatIsNotAFileOfItsOwn() {
    var index = text("/");
    assertThat(index).doesNotContain("http://", "https://", "style=", "onload", "<style");
    assertThat(
            Pattern.compile("<script[^>]*>").matcher(index).results().map(match -> match.group()))
        .containsExactly("<script type=\"module\" src=\"page/app.js\">");
    assertThat(files.byPath().values())
        .allSatisfy(
            file ->
                assertThat(file.headers().get("Content-Security-Policy"))
                    .startsWith("default-src 'none'")
                    .doesNotContain("unsafe"));
  }

  @Test
  void everyImportIsAFileThatIsServed() {
    for (var name : PageFiles.NAMES.stream().filter(one -> one.endsWith(".js")).toList()) {
      assertThat(IMPORT.matcher(text("/page/" + name)).results().map(match -> match.group(1)))
          .as(name)
          .isSubsetOf(PageFiles.NAMES);
    }
  }

  @Test
  void textNeverBecomesMarkup() {
    for (var path : files.byPath().keySet()) {
      assertThat(text(path))
          .as(path)
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }
  }

  @Test
  void aFileThatTheClientHasIsNotSentAgain() {
    var script = Objects.requireNonNull(files.byPath().get("/page/app.js"));
    var tag = script.headers().get("ETag");
    assertThat(EntityTag.unlessKnown(script, Optional.ofNullable(tag)))
        .returns(304, HttpAnswer::status)
        .satisfies(answer -> assertThat(answer.body()).isEmpty());
    assertThat(EntityTag.unlessKnown(script, Optional.of("\"0\", W/" + tag)).status())
        .isEqualTo(304);
    assertThat(EntityTag.unlessKnown(script, Optional.of("*")).status()).isEqualTo(304);
    assertThat(EntityTag.unlessKnown(script, Optional.of("\"0\"")).status()).isEqualTo(200);
    assertThat(EntityTag.unlessKnown(script, Optional.empty()).status()).isEqualTo(200);
  }

  private String text(String path) {
    var file = Objects.requireNonNull(files.byPath().get(path));
    return new String(file.body(), StandardCharsets.UTF_8);
  }
}

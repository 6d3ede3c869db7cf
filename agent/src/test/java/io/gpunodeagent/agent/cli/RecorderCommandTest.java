// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.recorder.Recordings;
import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code recorder list} and {@code recorder show} say, without an agent. */
class RecorderCommandTest {

  @TempDir private Path parent;
  private Path folder;
  private String name;

  @BeforeEach
  void record() throws IOException {
    folder = parent.resolve("recordings");
    name = Recordings.ofAnXid(folder);
  }

  private Shell.Said recorder(String... arguments) {
    var all = new String[arguments.length + 3];
    all[0] = "recorder";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--directory";
    all[arguments.length + 2] = folder.toString();
    return Shell.plain().run(all);
  }

  private String shown(String... arguments) {
    var said = recorder(arguments);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    return said.out();
  }

  private void refused(Shell.Said said, int code, String message) {
    assertThat(said.out()).isEmpty();
    assertThat(said.err().lines()).singleElement().asString().contains(message);
    assertThat(said.code()).isEqualTo(code);
  }

  @Test
  void aListHasARowARecording() {
    assertThat(shown("list").lines())
        .hasSize(2)
        .satisfies(rows -> assertThat(rows.getFirst()).matches("NAME +STATE +TRIGGERS +WHAT"))
        .last()
        .asString()
        .matches(name + " +complete +1 +GPU 0: XID 79, GPU has fallen off the bus; .*");
    assertThat(shown("list", "-o", "wide")).contains("node-7", " KiB");
    assertThat(shown("list", "-o", "json")).contains("\"name\" : \"" + name + "\"");
    assertThat(shown("list", "-o", "yaml")).startsWith("recordings:\n- name: " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "wide"})
  void aRecordingIsDrawn(String form) {
    Golden.matches(
        "agent/src/test/resources/recorder/show-" + form + ".txt",
        shown("show", name, "-o", form, "--no-ascii"));
  }

  @Test
  void whereTheLocaleHasNoMoreItIsDrawnInAscii() {
    var text = shown("show", name);
    assertThat(text.chars()).allMatch(letter -> letter < 127);
    assertThat(text).containsPattern("(?m)^ +-4:59 +v +\\+2:00$").contains("GPU 0", "XID 79");
  }

  @Test
  void eachRepetitionIsShown() throws IOException {
    name = Recordings.ofRepeatedXids(parent.resolve("repeated"));
    folder = parent.resolve("repeated");
    assertThat(shown("show", name))
        .containsPattern("(?m)^ [+]0:00 [*] GPU 0: XID 31, ")
        .containsPattern("(?m)^ [+]0:10 [*] GPU 0: XID 31, ")
        .containsPattern("(?m)^ [+]0:20 [*] GPU 0: XID 31, ");
  }

  @Test
  void aPartOfASecondIsRoundedAsOnThePage() throws IOException {
    name = Recordings.ofRepeatedXids(parent.resolve("repeated"));
    folder = parent.resolve("repeated");
    var file = folder.resolve(name + ".json");
    var first = Pattern.compile("\"triggers\"\\s*:\\s*\\[\\s*\\{\\s*\"at\"\\s*:\\s*\"([^\"]*)\"");
    var text = Files.readString(file);
    var at = first.matcher(text).results().findFirst().orElseThrow().group(1);
    var second = Instant.parse(at).plusSeconds(10);
    Files.writeString(file, text.replace(second.toString(), second.minusMillis(400).toString()));

    assertThat(shown("show", name)).containsPattern("(?m)^ [+]0:10 [*] GPU 0: XID 31, ");
  }

  @Test
  void theJsonIsTheFileAndYamlSaysTheSame() throws IOException {
    var json = shown("show", name, "-o", "json");
    assertThat(json.replaceAll("\\s", ""))
        .isEqualTo(Files.readString(folder.resolve(name + ".json")).replaceAll("\\s", ""));
    assertThat(shown("show", name, "-o", "yaml")).contains("format: 1\n", "kind: xid\n");
  }

  @Test
  void aNameThatIsNoneIsRefusedWithTheNearest() {
    refused(recorder("show", name.replace("xid", "xidd")), 1, "did you mean " + name + "?");
    refused(
        recorder("show", "../" + name),
        1,
        "NAME: \"../" + name + "\" is no recording in " + folder + ": ");
    refused(recorder("show", "nothing"), 1, "`recorder list` shows which there are");
  }

  @Test
  void aFileThatIsNoRecordingIsRefused() throws IOException {
    var file = folder.resolve(name + ".json");
    var good = Files.readString(file);
    Files.writeString(file, good.substring(0, good.length() / 2));
    refused(recorder("show", name), 1, file + ": is cut off or no JSON");
    Files.writeString(file, good.replace("\"format\":1", "\"format\":7"));
    refused(
        recorder("show", name),
        1,
        file + ": has format 7, this agent knows 1: use the agent that wrote it");
    assertThat(shown("list")).contains("unusable", "has format 7");
  }

  @Test
  void aFolderThatIsNoneIsRefused() throws IOException {
    folder = parent.resolve("nowhere");
    refused(recorder("list"), 1, folder + ": there is no such folder: ");
    folder = Files.writeString(parent.resolve("file"), "");
    refused(recorder("list"), 1, folder + ": is no folder: ");
    refused(recorder("show", name), 1, folder + ": is no folder: ");
    folder = Files.createDirectory(parent.resolve("empty"));
    assertThat(shown("list")).isEqualTo("there are no recordings\n");
  }

  @Test
  void theFolderComesFromTheConfiguration() throws IOException {
    var config =
        Files.writeString(parent.resolve("agent.yaml"), "recorder: {directory: " + folder + "}\n")
            .toString();
    assertThat(Shell.plain().run("recorder", "list", "--config", config).out()).contains(name);
    refused(
        Shell.plain().run("recorder", "list"),
        1,
        "recorder.directory: is off, so nothing is recorded");
  }

  @Test
  void whatItCannotUseIsRefusedAsUsage() {
    assertThat(Shell.plain().run("recorder").code()).isEqualTo(2);
    assertThat(Shell.plain().run("recorder", "show").code()).isEqualTo(2);
    assertThat(recorder("list", "--simulate", "l40s-4").code()).isEqualTo(2);
  }
}

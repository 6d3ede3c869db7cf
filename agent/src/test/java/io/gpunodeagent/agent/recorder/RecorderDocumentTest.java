// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in {@code docs/recorder.md} is what the recorder writes, shortened. */
class RecorderDocumentTest {

  private static final String DOCUMENT = "docs/recorder.md";
  private static final int SHOWN = 3;

  @Test
  void theExampleIsARecording(@TempDir Path folder) throws IOException {
    new RecordedNode(folder, 1 << 20).run(400).xid(79).run(130);
    var recordings = new RecordingFolder(folder);
    var name = recordings.stored().getFirst().name();
    var json = new ObjectMapper();
    var recording = (ObjectNode) json.readTree(recordings.read(name).orElseThrow());
    shorten(recording.path("series"));
    var trigger = (ObjectNode) recording.path("moments").get(1);
    ((ObjectNode) trigger.path("snapshot")).retain(List.of("node", "takenAt", "simulated"));
    recording.putArray("moments").add(trigger);

    var indented = new DefaultPrettyPrinter();
    indented.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    var example = json.writer(indented).writeValueAsString(recording);

    var root = Path.of(System.getProperty("repository.root", ".."));
    var document = Files.readString(root.resolve(DOCUMENT));
    Golden.matches(
        DOCUMENT,
        document.replaceFirst(
            "(?s)```json\n.*?```", Matcher.quoteReplacement("```json\n" + example + "\n```")));
  }

  /** Leaves the last numbers of each series. */
  private static void shorten(JsonNode node) {
    if (node instanceof ArrayNode array && array.size() > SHOWN) {
      while (array.size() > SHOWN) {
        array.remove(0);
      }
    }
    node.forEach(RecorderDocumentTest::shorten);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.LogLines;
import io.gpunodeagent.core.recording.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written around a fault, and what is done with a folder that gives trouble. */
@Timeout(60)
class RecorderTest {

  private static final long MEBIBYTE = 1 << 20;
  private static final String OTHERS = "20200101T000000Z-xid";

  @TempDir private Path parent;
  private final LogLines log = new LogLines(RecordingStore.class);

  @AfterEach
  void stopListening() {
    log.close();
  }

  private Path folder() {
    return parent.resolve("recordings");
  }

  private RecordedNode node() {
    return new RecordedNode(folder(), 64 * MEBIBYTE);
  }

  private List<RecordingFolder.Entry> entries() throws IOException {
    return new RecordingFolder(folder()).entries();
  }

  private RecordingHead only() throws IOException {
    var entries = entries();
    assertThat(entries).hasSize(1);
    return entries.getFirst().head().orElseThrow();
  }

  private JsonNode content(String name) throws IOException {
    return new ObjectMapper().readTree(folder().resolve(name + ".json").toFile());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void fiveMinutesBeforeAndTwoAfterAnXidAreKept() throws IOException {
    node().run(400).xid(79).run(130);

    var head = only();
    assertThat(head.name()).isEqualTo("20260501T120641Z-xid");
    assertThat(head.complete()).isTrue();
    assertThat(head.from()).isEqualTo(RecordedNode.NOON.plusSeconds(401 - 299));
    assertThat(head.to()).isEqualTo(RecordedNode.NOON.plusSeconds(401 + 120));
    assertThat(head.triggers())
        .singleElement()
        .satisfies(trigger -> assertThat(trigger.cause().xid()).hasValue(79));
    var recording = content(head.name());
    assertThat(recording.at("/series/slots").asInt()).isEqualTo(420);
    var utilization = recording.at("/series/gpus/0/series/gpuUtilizationPercent");
    assertThat(utilization).hasSize(420);
    // The sample of second n says n - 1.
    assertThat(utilization.get(0).asInt()).isEqualTo((102 - 1) % 100);
    assertThat(utilization.get(419).asInt()).isEqualTo((521 - 1) % 100);
    assertThat(recording.at("/moments").findValuesAsText("moment"))
        .containsExactly("before", "trigger", "end");
    assertThat(recording.at("/events/0/xid").asInt()).isEqualTo(79);
  }

  @Test
  void whatWasNotReadIsNullWithItsReason() throws IOException {
    node().run(100).xid(79).run(130);

    var recording = content(only().name());
    assertThat(recording.at("/series/gpus/0/series/temperatureCelsius")).allMatch(JsonNode::isNull);
    var power = recording.at("/series/gpus/0/series/powerUsageMilliwatts");
    // The agent is younger than five minutes.
    assertThat(power.get(198).isNull()).isTrue();
    assertThat(power.get(199).isNull()).isFalse();
    var gpu = recording.at("/moments/1/snapshot/gpus/0");
    assertThat(gpu.at("/readings/temperatureCelsius").isNull()).isTrue();
    assertThat(gpu.at("/absent/temperatureCelsius/failed").asText())
        .isEqualTo("nvmlDeviceGetTemperature");
  }

  @Test
  void onlyTheAgentsUserCanReadIt() throws IOException {
    node().run(10).xid(79).run(1);

    assertThat(mode(folder())).isEqualTo("rwx------");
    assertThat(mode(folder().resolve(only().name() + ".json"))).isEqualTo("rw-------");
  }

  @Test
  void itIsThereAsSoonAsItBeginsAndSaysThatItIsNotComplete() throws IOException {
    node().run(10).xid(79).run(1);

    assertThat(only().complete()).isFalse();
  }

  @Test
  void theEndOfTheAgentCutsItShortAndLosesNothing() throws IOException {
    var node = node().start();
    node.run(10).xid(79).run(1);
    Eventually.until("it has begun", () -> node.recorder.status().recordings() == 1);
    node.run(30).close();

    var head = only();
    assertThat(head.complete()).isFalse();
    assertThat(head.to()).isEqualTo(node.now());
    var recording = content(head.name());
    assertThat(recording.at("/moments").findValuesAsText("moment")).endsWith("end");
    assertThat(recording.at("/series/gpus/0/series/powerUsageMilliwatts").get(329).isNull())
        .isFalse();
  }

  @Test
  void aStormOfXidsIsOneRecordingAndAnotherXidIsAnother() throws IOException {
    var node = node().run(10);
    for (int times = 0; times < 90; times++) {
      node.xid(31).run(10);
    }
    assertThat(entries()).hasSize(1);
    assertThat(only().triggers().size() + only().moreTriggers()).isEqualTo(30);

    node.xid(79).run(130);
    assertThat(entries()).hasSize(2);
  }

  @Test
  void aStallIsRecordedWhileItLastsAndTheSecondsWithoutSampleAreEmpty() throws IOException {
    var node = node().run(400).stall(30);

    assertThat(only().triggers().getFirst().cause().kind())
        .isEqualTo(Trigger.Kind.SAMPLING_STALLED);
    node.stall(120);
    var head = only();
    assertThat(head.complete()).isTrue();
    var power = content(head.name()).at("/series/gpus/0/series/powerUsageMilliwatts");
    assertThat(power.get(299).isNull()).isFalse();
    assertThat(power.get(300).isNull()).isTrue();
    assertThat(power.get(power.size() - 1).isNull()).isTrue();
    assertThat(power).hasSize(300 + 121);
    assertThat(content(head.name()).at("/moments").findValuesAsText("moment"))
        .containsExactly("before", "trigger", "end");
  }

  @Test
  void theOldestGoForANewOneAndForeignFilesStay() throws IOException {
    Files.createDirectories(folder());
    var foreign =
        List.of(
            Files.writeString(folder().resolve("README"), "mine"),
            Files.writeString(folder().resolve("notes.json"), "{}"),
            Files.createDirectory(folder().resolve("20200101T000000Z-eviction.json")),
            Files.createSymbolicLink(
                folder().resolve("20200101T000001Z-xid.json"), parent.resolve("elsewhere")));
    Files.writeString(parent.resolve("elsewhere"), "x".repeat((int) MEBIBYTE));
    for (int old = 0; old < 4; old++) {
      Files.write(
          folder().resolve("2020010%dT000000Z-xid.json".formatted(old + 1)), new byte[300_000]);
    }

    new RecordedNode(folder(), MEBIBYTE).run(10).xid(79).run(130);

    assertThat(entries())
        .extracting(entry -> entry.file().name())
        .contains("20260501T120011Z-xid", "20200104T000000Z-xid")
        .doesNotContain(OTHERS);
    assertThat(entries().stream().mapToLong(entry -> entry.file().bytes()).sum())
        .isLessThanOrEqualTo(MEBIBYTE);
    assertThat(foreign).allMatch(path -> Files.exists(path));
  }

  @Test
  void whatAKilledAgentLeftHalfWrittenIsDeleted() throws IOException {
    Files.createDirectories(folder());
    var half = Files.writeString(folder().resolve("." + OTHERS + ".json.new"), "{\"form");
    var foreign = Files.writeString(folder().resolve(".other.json.new"), "mine");

    var node = node().start();
    Eventually.until("it is swept", () -> !Files.exists(half));
    node.close();

    assertThat(foreign).exists();
    assertThat(entries()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidOnceAndLookedAtAgain() throws IOException {
    var inTheWay = Files.writeString(folder(), "a file");
    var node = node().run(10).xid(79).run(130).xid(48).run(130);

    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARNING Cannot write recordings directory=" + folder() + ": NotDirectory");
    assertThat(node.recorder.status().failures()).isEqualTo(4);
    assertThat(node.recorder.status().problem()).isPresent();

    Files.delete(inTheWay);
    node.run(300).xid(79).run(130);
    assertThat(log.take())
        .containsExactly("INFO Recordings are written again directory=" + folder());
    assertThat(node.recorder.status().problem()).isEmpty();
    assertThat(node.recorder.status().files()).isOne();
  }

  @Test
  void oneThatIsLargerThanAllMayBeIsNotWrittenAndDeletesNothing() throws IOException {
    Files.createDirectories(folder());
    Files.write(folder().resolve(OTHERS + ".json"), new byte[500]);
    var node = new RecordedNode(folder(), 1000).run(10).xid(79).run(130);

    assertThat(entries()).hasSize(1);
    assertThat(node.recorder.status().problem().orElseThrow())
        .contains("recorder.maxBytes allows 1000: raise it");
  }

  @Test
  void aFileThatIsNoRecordingIsListedWithWhatIsWrongWithIt() throws Exception {
    node().run(10).xid(79).run(130);
    var name = only().name();
    var good = Files.readString(folder().resolve(name + ".json"));
    var wrong =
        List.of(
            "", "[]", good.substring(0, 20), good.replace("\"format\":1", "\"format\":2"), "{}\n");
    for (int i = 0; i < wrong.size(); i++) {
      Files.writeString(
          folder().resolve("2020010%dT000000Z-xid.json".formatted(i + 1)), wrong.get(i));
    }

    assertThat(entries().reversed().stream().map(entry -> entry.problem().orElse("")))
        .satisfiesExactly(
            problem -> assertThat(problem).contains("is no JSON object"),
            problem -> assertThat(problem).contains("is no JSON object"),
            problem -> assertThat(problem).contains("is cut off or no JSON"),
            problem -> assertThat(problem).contains("has format 2, this agent knows 1"),
            problem -> assertThat(problem).contains("format: missing"),
            problem -> assertThat(problem).isEmpty());
  }

  @Test
  void onlyTheNameOfARecordingIsRead() throws IOException {
    Files.writeString(parent.resolve("20200101T000000Z-xid.json"), "outside");
    Files.createDirectories(folder());
    Files.createSymbolicLink(
        folder().resolve("20200102T000000Z-xid.json"), parent.resolve("20200101T000000Z-xid.json"));
    var recordings = new RecordingFolder(folder());

    for (var name :
        List.of("../20200101T000000Z-xid", "..", "", "20200101T000000Z-xid\u0000", "/etc/passwd")) {
      assertThat(recordings.read(name)).as(name).isEmpty();
    }
    assertThat(recordings.stored()).isEmpty();
    assertThat(
            Stream.of("20200102T000000Z-xid")
                .filter(
                    name -> {
                      try {
                        return recordings.read(name).isPresent();
                      } catch (IOException refused) {
                        return false;
                      }
                    }))
        .isEmpty();
  }
}

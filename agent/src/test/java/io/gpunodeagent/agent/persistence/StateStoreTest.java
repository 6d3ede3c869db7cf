// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.persistence.Memories.BOOT;
import static io.gpunodeagent.agent.persistence.Memories.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.LogLines;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.core.health.HealthMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state file: what survives, and what a broken one costs. */
@Timeout(120)
class StateStoreTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final LogLines log = new LogLines(StateStore.class);
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private Path file;
  private Path bootId;

  @BeforeEach
  void prepare() throws IOException {
    file = folder.resolve("state.json");
    bootId = Files.writeString(folder.resolve("boot_id"), BOOT + "\n");
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  private StateStore store() {
    var config = new PersistenceConfig(Optional.of(file), Duration.ofMillis(20));
    return new StateStore(config, bootId, (InstantSource) now::get);
  }

  private void keep(Remembered memory) {
    try (var store = store()) {
      store.start(_ -> memory);
    }
  }

  private Optional<Remembered> recall() {
    return store().recall();
  }

  @Test
  void whateverIsKeptIsRecalledAsItWas() {
    for (int seed = 0; seed < 100; seed++) {
      var memory = Memories.random(seed);
      keep(memory);
      assertThat(recall()).as("seed %s", seed).contains(memory);
    }
  }

  @Test
  void aFaultInWhatIsToBeKeptDelaysTheNextWriteOnly() {
    var before = LoopFailures.counts().getOrDefault("persistence", 0L);
    var memory = Memories.of(4, HOUR);
    var asked = new AtomicInteger();
    try (var store = store()) {
      store.start(
          _ -> {
            if (asked.incrementAndGet() == 1) {
              throw new IllegalStateException("a bug");
            }
            return memory;
          });
      while (asked.get() < 2) {
        Thread.onSpinWait();
      }
    }
    assertThat(LoopFailures.counts()).containsEntry("persistence", before + 1);
    assertThat(recall()).contains(memory);
  }

  @Test
  void theFirstStartHasNothingAndSaysNothing() {
    assertThat(recall()).isEmpty();
    assertThat(log.take()).isEmpty();
  }

  @Test
  void aFileCutOffAnywhereBeginsAnewWithOneLine() throws IOException {
    keep(Memories.of(4, HOUR));
    var whole = Files.readAllBytes(file);
    log.take();

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(recall()).as("%s of %s bytes", length, whole.length).isEmpty();
      assertThat(log.take()).singleElement().asString().contains("usage starts from zero");
    }
    Files.write(file, whole);
    assertThat(recall()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "format":2            | "format":1             | has format 1, this agent knows 2
          "format":2            | "form":2               | format: missing
          "format":2            | "format":2,"format":2  | Duplicate field
          "format":2            | "format":null          | format: has no value
          """)
  void aFileThatIsNotWhatWasWrittenIsReportedAndNothingOfItTaken(
      String from, String to, String said) throws IOException {
    replaced(from, to);

    assertThat(recall()).isEmpty();
    assertThat(log.take()).singleElement().asString().contains(said).contains(file.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "format":2            | "format":2,"more":1    | more: unknown key
          "usage":{             | "usage":7,"x":{        | usage: "7" is not valid: use an object
          "allocations":[       | "allocations":[[1],    | usage.allocations[0]: is a list, and no mapping
          "idleNanos":3600      | "idleNanos":-3600      | usage.allocations[0].idleNanos: "-3600000000000" is not valid: use nanoseconds
          "idleNanos":3600      | "idleNanos":999993600  | is not valid: use nanoseconds, fewer than those of 3650 days
          "idleNanos":3600      | "idleNanos":1e3600     | usage.allocations[0].idleNanos: "1e3600000000000" is not valid: use nanoseconds
          "idleNanos":3600      | "idle":3600            | usage.allocations[0].idleNanos: missing
          "podUid":"uid-0"      | "podUid":""            | usage.allocations[0].podUid: "" is not valid: use a text that is not empty
          "podUid":"uid-0"      | "podUid":"a\\nb"       | usage.allocations[0].podUid: "a?b" is not valid
          "gpuInstance":0       | "gpuInstance":9999999999 | usage.allocations[0].gpuInstance
          c0","since":"2        | c0","since":"x2            | usage.allocations[0].since: "x2026-04-22T04:25:59.717094184Z" is not valid: use an instant
          "uuid":"GPU-1"        | "uuid":"GPU-0"         | usage.gpus[1]: is there twice
          "policies":{          | "policies":7,"x":{     | policies: "7" is not valid: use an object
          "evictions":[         | "evictions":[{}      | evictions[0].podUid: missing
          """)
  void aFaultInUsagePoliciesOrEvictionsCostsThemAndKeepsWhatIsWrongWithTheGpus(
      String from, String to, String said) throws IOException {
    var kept = replaced(from, to);

    assertThat(recall()).contains(Remembered.none(BOOT, NOW).with(kept.health()));
    assertThat(log.take())
        .singleElement()
        .asString()
        .contains(said, file.toString(), "usage starts from zero");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "health":{"gpus":     | "health":{"gpus":7,"x": | health.gpus: "7" is not valid: use a list of at most 256 objects
          "health":{            | "health":{"more":1,    | health.more: unknown key
          "name":"GPU 1"        | "label":"GPU 1"        | health.gpus[1].name: missing
          "id":"GPU-1"          | "id":"GPU-0"           | health.gpus[1]: is there twice
          "name":"GPU 1"        | "name":"a\\nb"        | health.gpus[1].name: "a?b" is not valid: use a text of one line
          "state":"             | "state":"very          | is not valid: use a word that is known here
          "resetDue":           | "resetDue":7,"x":      | health.gpus[0].resetDue: "7" is not valid: use true or false
          "cause":"xid","number":79 | "cause":"yid","number":79 | health.gpus[0].findings[0].cause: "yid" is not valid: use a word
          "cause":"xid","number":79 | "cause":"xid","number":7.9 | health.gpus[0].findings[0].number: "7.9" is not valid: use a whole number of 32 bits
          "cause":"xid","number":79 | "cause":"xid","number":99999999999 | health.gpus[0].findings[0].number: "99999999999" is not valid: use a whole number of 32 bits
          "cause":"row_remap_pending" | "cause":"off_bus"    | health.gpus[0].findings[7]: is there twice
          "lastSeen":"2         | "lastSeen":"x2         | findings[0].lastSeen
          "goodNanos":          | "goodNanos":-1,"x":    | health.gpus[0].findings[0].goodNanos: "-1" is not valid: use nanoseconds
          "linked":true         | "linked":1             | health.gpus[0].findings[2].linked: "1" is not valid: use true or false
          """)
  void aFaultInWhatIsWrongWithTheGpusCostsThatAndKeepsTheRest(String from, String to, String said)
      throws IOException {
    var kept = replaced(from, to);

    assertThat(recall()).contains(kept.with(HealthMemory.none()));
    assertThat(log.take())
        .singleElement()
        .asString()
        .contains(said, file.toString(), "what was wrong with the GPUs before the restart");
  }

  @Test
  void aFileOfAVersionThatKeptNoHealthIsRead() throws IOException {
    var kept = Memories.of(2, HOUR);
    keep(kept);
    var text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf(",\"health\":")) + "}\n");
    log.take();

    assertThat(recall()).contains(kept.with(HealthMemory.none()));
    assertThat(log.take()).singleElement().asString().contains("Usage and health continue");
  }

  @Test
  void faultsOfGpusOutliveUsageInTheSameBoot() {
    var kept = Memories.of(1, HOUR);
    keep(kept);
    now.set(NOW.plus(Duration.ofDays(30)));

    assertThat(recall()).contains(Remembered.none(BOOT, now.get()).with(kept.health()));
  }

  /** Writes a memory and breaks the file. */
  private Remembered replaced(String from, String to) throws IOException {
    var kept = Memories.of(2, HOUR);
    keep(kept);
    var text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
    log.take();
    return kept;
  }

  @Test
  void anAllocationThatIsThereTwiceIsReported() throws IOException {
    var kept = Memories.of(2, HOUR);
    keep(kept);
    var text = Files.readString(file);
    var first = text.substring(text.indexOf("[{") + 1, text.indexOf("},") + 1);
    Files.writeString(file, text.replace("[" + first + ",", "[" + first + "," + first + ","));
    log.take();

    assertThat(recall()).contains(Remembered.none(BOOT, NOW).with(kept.health()));
    assertThat(log.take()).singleElement().asString().contains("usage.allocations[1]");
  }

  @Test
  void whatIsNoStateFileAtAllIsReported() throws IOException {
    for (var content :
        List.of("[]\n", "null\n", "\0\0\0\0", "{}{}\n", "{\"a\":{\"a\":{".repeat(999))) {
      Files.writeString(file, content);
      assertThat(recall()).as(content).isEmpty();
      assertThat(log.take()).singleElement().asString().contains("usage starts from zero");
    }
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(recall()).isEmpty();
    assertThat(log.take()).singleElement().asString().contains("is not a regular file");
  }

  @Test
  void whatIsNotAFileIsNeitherReadNorReplaced() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    keep(Memories.of(1, HOUR));
    assertThat(log.take()).last().asString().contains("is not a regular file");
    assertThat(Files.isRegularFile(file)).isFalse();
    assertThat(recall()).isEmpty();
  }

  @Test
  void aFileTooLargeIsNotReadToItsEnd() throws IOException {
    Files.write(file, new byte[9 * 1024 * 1024]);

    assertThat(recall()).isEmpty();
    assertThat(log.take()).singleElement().asString().contains("is larger than");
  }

  @Test
  void anotherBootBeginsAnew() throws IOException {
    keep(Memories.of(1, HOUR));
    Files.writeString(bootId, "00000000-0000-0000-0000-000000000000\n");
    log.take();

    assertThat(recall()).isEmpty();
    assertThat(log.take()).singleElement().asString().contains("is of an earlier boot");
  }

  @ParameterizedTest
  @CsvSource({"PT23H,true", "PT25H,false", "-PT4M,true", "-PT6M,false"})
  void onlyAFileOfTheLastDayCounts(Duration later, boolean counts) {
    keep(Memories.of(1, HOUR));
    now.set(NOW.plus(later));

    assertThat(recall().orElseThrow().usage().entries()).hasSize(counts ? 1 : 0);
  }

  @Test
  void itIsWrittenWhileTheAgentRunsAndOnlyWhenSomethingChanged() throws Exception {
    var memory = new AtomicReference<>(Memories.of(1, HOUR));
    try (var store = store()) {
      store.start(_ -> memory.get());
      awaitFile();
      var written = Files.readAttributes(file, "unix:ino");
      assertThat(store.save()).isTrue();
      assertThat(Files.readAttributes(file, "unix:ino")).isEqualTo(written);

      memory.set(Memories.of(1, HOUR.plusSeconds(1)));
      assertThat(store.save()).isTrue();
      assertThat(recall()).contains(memory.get());

      now.set(NOW.plus(Duration.ofHours(2)));
      assertThat(store.save()).isTrue();
      assertThat(Files.readString(file)).contains("2026-05-01T12:00:00Z");
    }
  }

  private void awaitFile() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime() - deadline).as("the file is written").isNegative();
      Thread.sleep(5);
    }
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    keep(Memories.of(1, HOUR));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("state.json", "boot_id");
  }

  @Test
  void aFolderThatIsNotThereIsSaidAndNotMade() {
    file = folder.resolve("missing/state.json");
    try (var store = store()) {
      store.start(_ -> Memories.of(1, HOUR));
      assertThat(store.save()).isFalse();
    }
    assertThat(file.getParent()).doesNotExist();
    assertThat(log.take()).singleElement().asString().contains("there is no folder");
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidOnceAndWrittenWhenItCanBeAgain() throws IOException {
    var home = Files.createDirectory(folder.resolve("home"));
    file = home.resolve("state.json");
    try (var store = new StateStore(hourly(), bootId, (InstantSource) now::get)) {
      store.start(_ -> Memories.of(1, HOUR));
      Files.delete(home);
      assertThat(store.save()).isFalse();
      assertThat(store.save()).isFalse();
      assertThat(log.take()).singleElement().asString().contains("Cannot write").contains("home");

      Files.createDirectory(home);
      assertThat(store.save()).isTrue();
      assertThat(log.take()).singleElement().asString().contains("again");
    }
    assertThat(recall()).isPresent();
  }

  private PersistenceConfig hourly() {
    return new PersistenceConfig(Optional.of(file), HOUR);
  }

  @Test
  void aMachineWithoutABootIdKeepsNothing() throws IOException {
    Files.writeString(bootId, "nonsense\n");

    keep(Memories.of(1, HOUR));

    assertThat(file).doesNotExist();
    assertThat(log.take()).singleElement().asString().contains("holds no boot id");
  }

  @Test
  void aDiskThatFillsUpInTheMiddleOfAWriteLeavesTheOldFile() throws Exception {
    var scribbler = scribble("ulimit -f 64; exec ", 5_000);
    var said = new String(scribbler.getInputStream().readAllBytes(), UTF_8).lines().toList();

    assertThat(scribbler.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).last().isEqualTo("failed");
    assertThat(recall())
        .map(known -> known.usage().entries().size())
        .contains(Integer.parseInt(said.get(said.size() - 2)));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("state.json", "boot_id");
  }

  @Test
  void aKillInTheMiddleOfAWriteLeavesAWholeFile() throws Exception {
    for (int round = 0; round < 5; round++) {
      var scribbler = scribble("exec ", 300);
      try (var said =
          new BufferedReader(new InputStreamReader(scribbler.getInputStream(), UTF_8))) {
        for (int line = 0; line < 20 + 7 * round; line++) {
          said.readLine();
        }
        scribbler.destroyForcibly().waitFor();
      }
      assertThat(recall()).isPresent();
    }
  }

  private Process scribble(String before, int most) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var command =
        before
            + java
            + " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp \"$CP\" "
            + Scribbler.class.getName()
            + " "
            + file
            + " "
            + most;
    var process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    process.environment().put("CP", System.getProperty("java.class.path"));
    return process.start();
  }
}

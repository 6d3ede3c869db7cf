// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.shaping.EnforcerReport;
import io.gpunodeagent.core.shaping.EnforcerReport.Changed;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.KnobStep.Change;
import io.gpunodeagent.core.shaping.Memory;
import io.gpunodeagent.core.shaping.Owned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The enforcer's file: all of it comes back, or nothing. */
class ShapingStoreTest {

  private static final Knob SLICE = new Knob("GPU-0", Field.TIME_SLICE);
  private static final Knob MODE = new Knob("GPU-1", Field.COMPUTE_MODE);
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder;
  private Path boot = Path.of("unset");

  @BeforeEach
  void boot() throws IOException {
    boot = Files.writeString(folder.resolve("boot"), "11111111-2222\n");
  }

  private ShapingStore store() {
    return new ShapingStore(Optional.of(folder.resolve("shaping.json")), boot);
  }

  private static Memory memory() {
    return new Memory(
        List.of(new Owned(SLICE, "short", "default", "short", AT)),
        new EnforcerReport(
            AT,
            Duration.ofSeconds(30),
            List.of(
                new KnobState(
                    SLICE,
                    Optional.of("short"),
                    Optional.of("short"),
                    Optional.of("short"),
                    State.APPLIED,
                    "",
                    false),
                new KnobState(
                    MODE,
                    Optional.of("m"),
                    Optional.of("default"),
                    Optional.empty(),
                    State.UNKNOWN,
                    "nobody answers",
                    true)),
            new LinkedHashMap<>(Map.of(new Changed(SLICE, Change.APPLY, true), 3L)),
            new LinkedHashMap<>(Map.of(SLICE, 2L))));
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(store().save(memory())).isTrue();
    assertThat(store().recall("lost")).contains(memory());
  }

  /** What was set on a GPU must be known again, whatever nvidia-smi said meanwhile. */
  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u009b2J", "\u2028", "\ud83d", "x", "\n"})
  void whatOthersSayCostsNoMemory(String said) {
    var report = memory().report();
    var standing =
        new KnobState(
            MODE,
            Optional.of("m"),
            Optional.of("default"),
            Optional.empty(),
            State.UNKNOWN,
            said.repeat(600),
            true);
    var reported =
        new EnforcerReport(
            report.at(), report.period(), List.of(standing), report.changes(), report.drifts());
    store().save(new Memory(memory().owned(), reported));
    assertThat(store().recall("lost")).map(Memory::owned).contains(memory().owned());
  }

  @Test
  void anotherBootForgets() throws IOException {
    store().save(memory());
    Files.writeString(boot, "99999999-2222\n");
    assertThat(store().recall("lost")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":1|\"format\":2",
        "time_slice|time_slices",
        "\"applied\"|\"sort of\"",
        "\"owned\"|\"mine\"",
        "\"count\":3|\"count\":-3",
        "2026-11-21T10:00:00Z|yesterday",
      })
  void whatIsNotAsWrittenCostsAllOfIt(String written, String broken) throws IOException {
    store().save(memory());
    var file = folder.resolve("shaping.json");
    var text = Files.readString(file);
    assertThat(text).contains(written);
    Files.writeString(file, text.replace(written, broken));
    assertThat(store().recall("lost")).isEmpty();
  }

  @Test
  void aFileThatIsCutOffIsNone() throws IOException {
    store().save(memory());
    var file = folder.resolve("shaping.json");
    Files.writeString(file, Files.readString(file).substring(0, 80));
    assertThat(store().recall("lost")).isEmpty();
    Files.writeString(file, "");
    assertThat(store().recall("lost")).isEmpty();
  }

  @Test
  void withoutAFolderNothingIsKeptAndThatIsSaid() {
    var store = new ShapingStore(Optional.of(folder.resolve("no/shaping.json")), boot);
    assertThat(store.save(memory())).isFalse();
    assertThat(store.recall("lost")).isEmpty();
  }

  @Test
  void withoutAFileThereIsNothingToKeep() {
    var store = new ShapingStore(Optional.empty(), boot);
    assertThat(store.named()).isFalse();
    assertThat(store.save(memory())).isTrue();
    assertThat(store.recall("lost")).isEmpty();
  }
}

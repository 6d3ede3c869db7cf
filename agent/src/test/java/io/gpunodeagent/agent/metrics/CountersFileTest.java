package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpunodeagent.agent.metrics.CountersFile.Loaded;
import io.gpunodeagent.agent.metrics.CountersFile.Problem;
import io.gpunodeagent.agent.metrics.CountersFile.Unreadable;
import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountersFileTest {

  private static final Path FILE = Path.of("counters.csv");

  private static Loaded parse(String text) {
    return CountersFile.parse(FILE, text);
  }

  @Test
  void namesTypesAndHelpArePrintedAsTheFileHasThem() {
    var loaded =
        parse(
            """
            # Format
            # name, type, help

            DCGM_FI_DEV_SM_CLOCK,  gauge, SM clock frequency (in MHz).
            DCGM_FI_DEV_GPU_UTIL_RATIO, counter, "Busy, in ""percent""."
            dcgm_gpu_temp, gauge,
              # an indented comment
            DCGM_FI_DRIVER_VERSION, label, Driver Version
            DCGM_FI_DEV_MINOR_NUMBER, label, Minor number
            """);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.selection().series())
        .extracting(Selected::name, Selected::kind, Selected::help)
        .containsExactly(
            tuple("DCGM_FI_DEV_SM_CLOCK", Kind.GAUGE, "SM clock frequency (in MHz)."),
            tuple("DCGM_FI_DEV_GPU_UTIL_RATIO", Kind.COUNTER, "Busy, in \"percent\"."),
            tuple("dcgm_gpu_temp", Kind.GAUGE, "Core temperature (degC)."));
    assertThat(loaded.selection().labels())
        .extracting(Selected::name)
        .containsExactly("DCGM_FI_DRIVER_VERSION", "DCGM_FI_DEV_MINOR_NUMBER");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DCGM_FI_DEV_NO_SUCH, gauge, x | DCGM_FI_DEV_NO_SUCH: unknown metric
          DCGM_FI_DEV_NVSWITCH_TEMPERATURE_CURRENT, gauge, x | DCGM_FI_DEV_NVSWITCH_TEMPERATURE_CURRENT: NVSwitches are read through NSCQ or NVSDM; NVML has no handle for them
          DCGM_FI_DEV_NVSWITCH_TEMP_CELSIUS, gauge, x | DCGM_FI_DEV_NVSWITCH_TEMP_CELSIUS: NVSwitches are read through NSCQ or NVSDM; NVML has no handle for them
          DCGM_FI_DEV_GPU_NVLINK_ERRORS, gauge, x | DCGM_FI_DEV_GPU_NVLINK_ERRORS: DCGM itself never fills it; use the NVLink error counters and XID 74
          DCGM_FI_DEV_SM_CLOCK, histogram, x | DCGM_FI_DEV_SM_CLOCK: type 'histogram' is not gauge, counter or label
          DCGM_FI_DEV_SM_CLOCK, , x | DCGM_FI_DEV_SM_CLOCK: type '' is not gauge, counter or label
          DCGM_FI_DEV_VBIOS_VERSION, gauge, x | DCGM_FI_DEV_VBIOS_VERSION: a text, which only type label can carry
          DCGM_FI_DEV_NVLINK_GET_STATE, label, x | DCGM_FI_DEV_NVLINK_GET_STATE: has several values for a GPU, so it cannot be a label
          DCGM_EXP_XID_ERRORS_COUNT, label, x | DCGM_EXP_XID_ERRORS_COUNT: has several values for a GPU, so it cannot be a label
          DCGM_FI_DEV_SM_CLOCK, gauge, clock, in MHz | DCGM_FI_DEV_SM_CLOCK: 4 fields where name, type and help are expected; quote a help text that has a comma
          DCGM_FI_DEV_SM_CLOCK | DCGM_FI_DEV_SM_CLOCK: 1 fields where name, type and help are expected; quote a help text that has a comma
          DCGM_FI_DEV_SM_CLOCK, gauge, a "clock" | DCGM_FI_DEV_SM_CLOCK, gauge, a "clock": a quote within a field that is not quoted
          DCGM_FI_DEV_SM_CLOCK, gauge, "clock" x | DCGM_FI_DEV_SM_CLOCK, gauge, "clock" x: text after a closing quote
          DCGM_FI_DEV_SM_CLOCK, gauge, "clock | DCGM_FI_DEV_SM_CLOCK, gauge, "clock: a quote that is never closed
          """)
  void aLineThatCannotBeServedCostsOnlyItself(String line, String message) {
    var loaded =
        parse("DCGM_FI_DEV_FB_USED, gauge, x\n" + line + "\nDCGM_FI_DEV_FB_FREE, gauge, x\n");
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly("counters.csv:2: " + message);
    assertThat(loaded.selection().series())
        .extracting(Selected::name)
        .containsExactly("DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE");
  }

  @Test
  void aNameCountsOnceAndTheLaterLineIsReported() {
    var loaded = parse("DCGM_FI_DEV_FB_USED, gauge, x\r\n\r\nDCGM_FI_DEV_FB_USED, counter, y\r\n");
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly("counters.csv:3: DCGM_FI_DEV_FB_USED: already in line 1");
    assertThat(loaded.selection().series()).extracting(Selected::help).containsExactly("x");
  }

  @Test
  void aQuotedFieldMayCrossLinesAndLineNumbersStayRight() {
    var loaded = parse("DCGM_FI_DEV_FB_USED, gauge, \"two\nlines\"\nNO_SUCH, gauge, x\n");
    assertThat(loaded.selection().series())
        .extracting(Selected::help)
        .containsExactly("two\nlines");
    assertThat(loaded.problems()).extracting(Problem::line).containsExactly(3);
  }

  @Test
  void aFileThatCannotBeReadIsAValueNotAnException(@TempDir Path folder) throws IOException {
    var missing = folder.resolve("missing.csv");
    assertThat(CountersFile.read(missing)).hasToString(missing + ": no such file");
    var binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, 0});
    assertThat(CountersFile.read(binary)).hasToString(binary + ": not UTF-8 text");
    var large = Files.write(folder.resolve("large.csv"), new byte[(1 << 20) + 1]);
    assertThat(CountersFile.read(large)).hasToString(large + ": larger than 1 MiB");
    assertThat(CountersFile.read(folder)).isInstanceOf(Unreadable.class);
    var good =
        Files.write(
            folder.resolve("good.csv"),
            "DCGM_FI_DEV_FB_USED, gauge, x".getBytes(StandardCharsets.UTF_8));
    assertThat(CountersFile.read(good)).isInstanceOf(Loaded.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpunodeagent.agent.metrics.catalogue.FieldName;
import io.gpunodeagent.agent.metrics.catalogue.FieldNames;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountersFileTest {

  private static final String GOOD = "DCGM_FI_DEV_FB_USED, gauge, x\n";

  @TempDir private Path folder;

  private CountersFile read(String text) {
    return read("counters.csv", text, MetricNames.CLASSIC);
  }

  private CountersFile read(String name, String text, MetricNames names) {
    try {
      return CountersFile.read(Files.writeString(folder.resolve(name), text), names);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Lines without the folder. */
  private List<String> lines(List<Problem> problems) {
    return problems.stream()
        .map(Problem::line)
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }

  private static List<String> names(CountersFile read) {
    return read.selection().series().stream().map(Selected::name).toList();
  }

  @Test
  void namesTypesAndHelpArePrintedAsTheFileHasThem() {
    var loaded =
        read(
            """
            # Format
            # name, type, help

            DCGM_FI_DEV_SM_CLOCK,  gauge, SM clock frequency (in MHz).
            DCGM_FI_DEV_FB_USED, counter, "Used, in ""MiB""."
            dcgm_gpu_temp, gauge,
              # an indented comment
            DCGM_FI_DRIVER_VERSION, label, Driver Version
            DCGM_FI_DEV_MINOR_NUMBER, label, Minor number
            """);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.malformed()).isEmpty();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.selection().series())
        .extracting(Selected::name, Selected::kind, Selected::help)
        .containsExactly(
            tuple("DCGM_FI_DEV_SM_CLOCK", Kind.GAUGE, "SM clock frequency (in MHz)."),
            tuple("DCGM_FI_DEV_FB_USED", Kind.COUNTER, "Used, in \"MiB\"."),
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
          DCGM_FI_DEV_NO_SUCH, gauge, x | DCGM_FI_DEV_NO_SUCH: unknown metric: docs/metrics.md lists the names
          DCGM_FI_DEV_NVSWITCH_TEMPERATURE_CURRENT, gauge, x | DCGM_FI_DEV_NVSWITCH_TEMPERATURE_CURRENT: NVSwitches are read through NSCQ or NVSDM; NVML has no handle for them: remove the line
          DCGM_FI_DEV_NVSWITCH_LATENCY_LOW_P00, gauge, x | DCGM_FI_DEV_NVSWITCH_LATENCY_LOW_P00: DCGM dropped this NVSwitch field, and its number means another field today: remove the line
          DCGM_FI_DEV_GPU_NVLINK_ERRORS, gauge, x | DCGM_FI_DEV_GPU_NVLINK_ERRORS: DCGM itself never fills it; use the NVLink error counters and XID 74: remove the line
          DCGM_FI_DEV_SM_CLOCK, histogram, x | DCGM_FI_DEV_SM_CLOCK: type "histogram" is not valid: use gauge, counter or label
          DCGM_FI_DEV_SM_CLOCK, , x | DCGM_FI_DEV_SM_CLOCK: type "" is not valid: use gauge, counter or label
          DCGM_FI_DEV_VBIOS_VERSION, gauge, x | DCGM_FI_DEV_VBIOS_VERSION: a text, which only the type label can carry: use label
          DCGM_FI_DEV_NVLINK_GET_STATE, label, x | DCGM_FI_DEV_NVLINK_GET_STATE: has several values for a GPU, so it cannot be a label: use gauge or counter
          DCGM_EXP_XID_ERRORS_COUNT, label, x | DCGM_EXP_XID_ERRORS_COUNT: has several values for a GPU, so it cannot be a label: use gauge or counter
          DCGM_FI_DEV_FB_USED, counter, y | DCGM_FI_DEV_FB_USED: already in line 1: keep one of the two
          """)
  void aLineThatCannotBeServedCostsOnlyItself(String line, String message) {
    var loaded = read(GOOD + line + "\nDCGM_FI_DEV_FB_FREE, gauge, x\n");
    assertThat(lines(loaded.warnings())).containsExactly("counters.csv:2: " + message);
    assertThat(loaded.malformed()).isEmpty();
    assertThat(names(loaded)).containsExactly("DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DCGM_FI_DEV_SM_CLOCK, gauge, clock, in MHz | "DCGM_FI_DEV_SM_CLOCK, gauge, clock, in MHz" has 4 fields where name, type and help are expected: quote a help text that has a comma
          DCGM_FI_DEV_SM_CLOCK | "DCGM_FI_DEV_SM_CLOCK" has 1 field where name, type and help are expected: quote a help text that has a comma
          DCGM_FI_DEV_SM_CLOCK, gauge, a "clock" | "DCGM_FI_DEV_SM_CLOCK, gauge, a "clock"" has a quote within a field that is not quoted: close each quote; double one in a help text
          DCGM_FI_DEV_SM_CLOCK, gauge, "clock" x | "DCGM_FI_DEV_SM_CLOCK, gauge, "clock" x" has text after a closing quote: close each quote; double one in a help text
          DCGM_FI_DEV_SM_CLOCK, gauge, "clock | "DCGM_FI_DEV_SM_CLOCK, gauge, "clock" has a quote that is not closed before the next metric: close each quote; double one in a help text
          """)
  void aLineThatCannotBeReadCostsOnlyItself(String line, String message) {
    var loaded = read(GOOD + line + "\nDCGM_FI_DEV_FB_FREE, gauge, x\n");
    assertThat(lines(loaded.malformed())).containsExactly("counters.csv:2: " + message);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(names(loaded)).containsExactly("DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE");
  }

  @Test
  void aQuotedFieldMayCrossLinesAndLineNumbersStayRight() {
    var loaded = read("DCGM_FI_DEV_FB_USED, gauge, \"two\nlines\"\nNO_SUCH, gauge, x\n");
    assertThat(loaded.selection().series())
        .extracting(Selected::help)
        .containsExactly("two\nlines");
    assertThat(lines(loaded.warnings())).singleElement().asString().startsWith("counters.csv:3: ");
  }

  @Test
  void aForgottenQuoteCostsNoOtherLine() {
    var loaded =
        read(
            """
            DCGM_FI_DEV_FB_USED, gauge, "used
            DCGM_FI_DEV_FB_FREE, gauge, free
            DCGM_FI_DEV_FB_TOTAL, gauge, total"
            DCGM_FI_DEV_SM_CLOCK, gauge, "clock, in MHz"
            """);
    assertThat(names(loaded)).containsExactly("DCGM_FI_DEV_FB_FREE", "DCGM_FI_DEV_SM_CLOCK");
    assertThat(lines(loaded.malformed()))
        .containsExactly(
            "counters.csv:1: \"DCGM_FI_DEV_FB_USED, gauge, \"used\" has a quote that is not closed"
                + " before the next metric: close each quote; double one in a help text",
            "counters.csv:3: \"DCGM_FI_DEV_FB_TOTAL, gauge, total\"\" has a quote within a field"
                + " that is not quoted: close each quote; double one in a help text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n# all of it commented out\n# DCGM_FI_DEV_FB_USED, gauge, x\n",
        "\uFEFF",
        "\"DCGM_FI_DEV_FB_USED, gauge, x\n",
        "DCGM_FI_DEV_NO_SUCH, gauge, x\n",
        "DCGM_FI_DRIVER_VERSION, label, x\n",
        "DCGM_FI_DEV_FB_USED; gauge; x\n"
      })
  void aFileThatLeavesNoMetricIsRefused(String text) {
    var refused = read(text);
    assertThat(lines(refused.problems()).getFirst())
        .isEqualTo(
            "counters.csv: metrics.countersFile: has no line that can be served, so all DCGM series"
                + " would be gone: correct it, or remove the key for the default metrics");
  }

  @Test
  void theRefusalOfAFileNamesEachLine() {
    var refused = read("DCGM_FI_DEV_NO_SUCH, gauge, x\nDCGM_FI_DEV_FB_USED, gauge, \"x\n");
    assertThat(lines(refused.problems()).stream().skip(1))
        .containsExactly(
            "counters.csv:2: \"DCGM_FI_DEV_FB_USED, gauge, \"x\" has a quote that is never closed:"
                + " close each quote; double one in a help text",
            "counters.csv:1: DCGM_FI_DEV_NO_SUCH: unknown metric: docs/metrics.md lists the names");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() {
    assertThat(names(read("\uFEFF" + GOOD))).containsExactly("DCGM_FI_DEV_FB_USED");
    var yaml = "version: 2\nmetrics: {fields: [{name: dcgm_fb_used, prometheusType: gauge}]}\n";
    assertThat(names(read("\uFEFF" + yaml))).containsExactly("dcgm_fb_used");
  }

  @Test
  void aFileThatCannotBeReadIsAProblemNotAnException() throws IOException {
    var missing = folder.resolve("missing.csv");
    assertThat(rule(missing)).isEqualTo("no such file");
    var binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, 0});
    assertThat(rule(binary)).isEqualTo("is not UTF-8 text");
    var large = Files.write(folder.resolve("large.csv"), new byte[(1 << 20) + 1]);
    assertThat(rule(large)).isEqualTo("is larger than 1 MiB");
    assertThat(rule(folder)).isEqualTo("is not a regular file");
  }

  private static String rule(Path file) {
    var read = CountersFile.read(file, MetricNames.CLASSIC);
    assertThat(read.selection()).isEqualTo(MetricSelection.defaults(MetricNames.CLASSIC));
    return read.problems().getFirst().complaint();
  }

  /** All names of all fields: what is served is accepted, what is not has its reason. */
  @Test
  void noNameOfAnyFieldIsUnknown() {
    var all =
        FieldNames.all().stream()
            .map(FieldName::name)
            .distinct()
            .flatMap(name -> Stream.of(name + ", gauge, x", name + ", label, x"))
            .collect(Collectors.joining("\n"));
    var loaded = read("all.csv", all, MetricNames.CLASSIC);
    assertThat(lines(loaded.warnings())).isNotEmpty().noneMatch(line -> line.contains("unknown"));
    assertThat(names(loaded)).contains("dcgm_pcie_tx_throughput", "DCGM_FI_DEV_FB_USED_BYTES");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CLASSIC    | DCGM_FI_DEV_FB_USED_BYTES | 1613
          CLASSIC    | DCGM_FI_DEV_SM_CLOCK_HERTZ | 203
          CLASSIC    | DCGM_FI_DEV_GPU_TEMP_CELSIUS | 203
          CLASSIC    | DCGM_FI_DEV_GPU_UTIL | 203
          BASE_UNITS | DCGM_FI_DEV_GPU_TEMP_CELSIUS | 1613
          BOTH       | DCGM_FI_DEV_FB_USED | 1613
          """)
  void theOtherNamesTellWhatAnAmbiguousOneMeans(MetricNames names, String other, int field) {
    var text = "DCGM_FI_DEV_GPU_UTIL_RATIO, gauge, x\n" + other + ", gauge, x\n";
    var loaded = read("counters.csv", text, names);
    var ambiguous = loaded.selection().series().getFirst();
    assertThat(ambiguous.name()).isEqualTo("DCGM_FI_DEV_GPU_UTIL_RATIO");
    assertThat(ambiguous.metric().field().id()).isEqualTo(field);
    assertThat(lines(loaded.warnings()))
        .singleElement()
        .asString()
        .startsWith(
            "counters.csv:1: DCGM_FI_DEV_GPU_UTIL_RATIO: served as "
                + (field == 203 ? "percent, 0 to 100" : "a ratio of 0 to 1"));
  }
}

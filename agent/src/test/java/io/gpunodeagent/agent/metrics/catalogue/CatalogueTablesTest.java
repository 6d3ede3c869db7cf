// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong line of a table is refused: with file, line, value, rule and the way out. */
class CatalogueTablesTest {

  private static final String DCGM =
      """
      # A comment

      == Clocks

      id | name | kind | unit | scope | default | source | conversion | help
      100 | DCGM_FI_DEV_SM_CLOCK | gauge | MHz | GPU | exporter | SM_CLOCK | as read | Clock
      400-401 | DCGM_FI_L{link} | counter | count | GPU | - | NVLink REPLAY of each link | as read | Of {link}
      150 | DCGM_FI_TEXT | label | text | GPU | - | BRAND | none | Brand
      """;

  private static final String BASE_UNITS =
      """
      id | name | unit | conversion | replaces
      1603 | DCGM_FI_DEV_SM_CLOCK_HERTZ | Hz | MHz × 1000000 | 100
      """;

  private static final String USE =
      """
      == node
      name | kind | unit | source | labels | help
      gpu_a | gauge | 1 | kubelet | - | A
      """;

  private final MetricReader reader = new MetricReader(new SourceReader(Map.of()));

  private List<Metric> dcgm(String text) {
    return Table.parse("dcgm.txt", text).rows().stream()
        .flatMap(row -> reader.dcgm(row).stream())
        .toList();
  }

  private static List<UseMetric<String>> use(String... names) {
    var readers = new HashMap<String, Reader<String>>();
    for (var name : names) {
      readers.put(name, (subject, out) -> {});
    }
    return UseMetrics.of(Table.parse("use.txt", USE), "node", readers);
  }

  @Test
  void aLineIsAMetricOrOneForEachLink() {
    assertThat(dcgm(DCGM))
        .extracting(metric -> metric.field().id(), Metric::name, Metric::help)
        .containsExactly(
            tuple(100, "DCGM_FI_DEV_SM_CLOCK", "Clock"),
            tuple(400, "DCGM_FI_L0", "Of 0"),
            tuple(401, "DCGM_FI_L1", "Of 1"),
            tuple(150, "DCGM_FI_TEXT", "Brand"));
  }

  static Stream<Arguments> wrongCells() {
    return Stream.of(
        arguments(
            "100 |",
            "1oo |",
            "id \"1oo\" holds no whole numbers; write such as 150, or" + " 400-405 451-456"),
        arguments(
            "gauge",
            "gage",
            "kind \"gage\" is not known; write one of: \"counter\", \"gauge\", \"label\""),
        arguments(
            "MHz | GPU",
            "MHz | GPUs",
            "scope \"GPUs\" is not known; write one of: \"GPU\", \"GPU or instance\", \"link\","
                + " \"node\""),
        arguments(
            "exporter",
            "yes",
            "default \"yes\" is not known; write one of: \"-\", \"alerts\", \"dashboards\","
                + " \"exporter\""),
        arguments(
            "Clock\n",
            "Clock.\n",
            "help \"Clock.\" ends with a full stop; remove it: the" + " unit follows"),
        arguments(
            "| SM_CLOCK",
            "| computed",
            "name \"DCGM_FI_DEV_SM_CLOCK\" has no formula; add"
                + " one, or name the signals as its source"),
        arguments(
            "| SM_CLOCK",
            "| field 165 of each link",
            "source \"field 165 of each link\" does"
                + " not fit scope and id; write \"of each link\" for the scope link and for several"
                + " ids, and only there"),
        arguments(
            "| MHz ",
            "",
            "not one filled cell for each column; write id | name | kind | unit"
                + " | scope | default | source | conversion | help, with - for nothing"));
  }

  @ParameterizedTest
  @MethodSource("wrongCells")
  void aWrongCellIsNamedWithItsRuleAndTheWayOut(String right, String wrong, String fault) {
    assertThat(DCGM).contains(right);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dcgm(DCGM.replaceFirst(Pattern.quote(right), wrong)))
        .withMessage("dcgm.txt:6: " + fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SM_CLOCKS",
        "BRAND",
        "field",
        "field x",
        "field 83 slow",
        "field 83 of link 36",
        "field 83 +",
        "field 83 field 84",
        "slow 83",
        "growth of 83",
        "GPM NVLINK_TX",
        "NVLink REPLAYS of link 1",
        "ECC CORRECTED SRAM"
      })
  void aSourceThatIsNoSignalIsRefused(String source) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dcgm(DCGM.replace("| SM_CLOCK", "| " + source)))
        .withMessage(
            "dcgm.txt:6: source \"%s\" names no signal; write computed, or signals as in %s"
                .formatted(source, SignalNotation.EXAMPLES));
  }

  /** The other term would be taken for one of link 0, and another made of it for each link. */
  @ParameterizedTest
  @ValueSource(strings = {"GPM 5", "field 138 of link 3", "SM_CLOCK"})
  void allTermsOfARowAreOfEachLinkOrNone(String other) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dcgm(DCGM.replace("of each link |", "of each link + " + other + " |")))
        .withMessageStartingWith(
            "dcgm.txt:7: source \"NVLink REPLAY of each link + %s\" names no signal;", other);
  }

  @Test
  void noNameAndNoFieldIsThereTwice() {
    var twice = new CatalogueTablesTest();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dcgm(DCGM.replace("L{link}", "LINK")))
        .withMessage("dcgm.txt:7: name \"DCGM_FI_LINK\" is there twice; keep one of the two rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twice.dcgm(DCGM.replace("150 ", "100 ")))
        .withMessage("dcgm.txt:8: id \"100\" is there twice; keep one of the two rows");
  }

  /** A text, a formula or a figure of each link would make a number that means nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"150", "1603", "100-101"})
  void onlyANumberHasOneInBaseUnits(String replaced) {
    dcgm(DCGM);
    var row =
        Table.parse("base.txt", BASE_UNITS.replace("| 100", "| " + replaced)).rows().getFirst();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.inBaseUnits(row))
        .withMessageStartingWith("base.txt:2: replaces \"" + replaced + "\" ");
  }

  @Test
  void anUnknownColumnIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.parse("use.txt", USE.replace("unit", "units")))
        .withMessageStartingWith(
            "use.txt:2: column \"units\" is not known; write some of: id, name");
  }

  @Test
  void aFormulaHasARow() {
    var sources = new SourceReader(Map.of("gpu_a", Source.Formula.of((row, out) -> {})));
    assertThatIllegalArgumentException()
        .isThrownBy(sources::end)
        .withMessage(
            "no row computes gpu_a; write one whose source is computed, or remove the formula");
  }

  @Test
  void eachRowOfUseHasItsReaderAndEachReaderItsRow() {
    assertThat(use("gpu_a")).extracting(UseMetric::name).containsExactly("gpu_a");
    assertThatIllegalArgumentException()
        .isThrownBy(CatalogueTablesTest::use)
        .withMessage(
            "use.txt:3: name \"gpu_a\" has no reader, or another row took it; give it one of its"
                + " own");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> use("gpu_a", "gpu_b"))
        .withMessage(
            "use.txt: section \"node\" has no row for gpu_b; write one, or remove its reader");
  }

  @Test
  void everyRowOfUseIsServed() {
    var served =
        Stream.of(
                Catalogue.allocations(),
                Catalogue.pods(),
                Catalogue.devices(),
                Catalogue.users(),
                Catalogue.findings(),
                Catalogue.memories(),
                Catalogue.node())
            .flatMap(List::stream)
            .map(UseMetric::name);
    assertThat(served)
        .containsExactlyElementsOf(
            Table.read("use-metrics.txt").rows().stream()
                .map(row -> row.cell(Column.NAME))
                .toList());
  }
}

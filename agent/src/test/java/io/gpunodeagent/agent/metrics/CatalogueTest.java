// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.tuple;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.FieldName;
import io.gpunodeagent.agent.metrics.catalogue.FieldName.Origin;
import io.gpunodeagent.agent.metrics.catalogue.FieldNames;
import io.gpunodeagent.agent.metrics.catalogue.NotServed;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Scope;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

  /** Units DCGM does not state; the catalogue's are its own. */
  private static final List<String> UNSTATED = List.of("see nvml.h", "as NVML", "text");

  private static final Map<Integer, Metric> METRICS =
      Catalogue.sections().stream()
          .flatMap(section -> section.metrics().stream())
          .collect(Collectors.toMap(metric -> metric.field().id(), Function.identity()));

  private static final Map<Integer, NotServed> NOT_SERVED =
      Catalogue.notServed().stream()
          .collect(Collectors.toMap(NotServed::field, Function.identity()));

  /** A DCGM field as the list of all fields describes it. */
  record DcgmField(
      int id, String name, List<String> synonyms, String kind, String unit, String scope) {}

  static Stream<DcgmField> dcgmFields() {
    try (var file = CatalogueTest.class.getResourceAsStream("/metrics/dcgm-fields.csv")) {
      var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> line.split(",", -1)).map(CatalogueTest::field);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static DcgmField field(String[] cells) {
    return new DcgmField(
        Integer.parseInt(cells[0]),
        cells[1],
        Stream.of(cells[2].split(" ", -1)).filter(name -> !name.isEmpty()).toList(),
        cells[4],
        cells[5],
        cells[6]);
  }

  @Test
  void theListOfFieldsIsComplete() {
    assertThat(dcgmFields()).hasSize(580);
  }

  @ParameterizedTest
  @MethodSource("dcgmFields")
  void aFieldIsServedOrTheReasonIsGiven(DcgmField field) {
    var metric = METRICS.get(field.id());
    var refused = NOT_SERVED.get(field.id());
    assertThat(metric == null).as("in one table, not both").isNotEqualTo(refused == null);
    assertThat(FieldNames.of(field.id()))
        .extracting(FieldName::name)
        .startsWith(field.name())
        .containsAll(field.synonyms());
    if (metric != null) {
      assertThat(metric.name()).isEqualTo(field.name());
      assertThat(metric.kind().word()).isEqualTo(field.kind());
      assertThat(metric.scope()).isEqualTo(scope(field));
      if (!UNSTATED.contains(field.unit())) {
        assertThat(metric.unit()).isEqualTo(field.unit());
      }
    }
  }

  private static Scope scope(DcgmField field) {
    return switch (field.scope()) {
      case "node" -> Scope.NODE;
      case "link", "link (nvlink label)" -> Scope.LINK;
      case "GPU / GPU-instance", "GPU / GI / CI", "GPU / GI" -> Scope.INSTANCE;
      default -> Scope.GPU;
    };
  }

  @Test
  void nothingIsInventedBesideDcgmsFields() {
    var ids = FieldNames.all().stream().flatMapToInt(name -> name.field().stream()).boxed();
    assertThat(ids).containsAll(METRICS.keySet()).containsAll(NOT_SERVED.keySet());
  }

  /** DCGM 4.7 gave one name to another field; every other name has one meaning. */
  @Test
  void oneNameMeansTwoFields() {
    var meanings =
        FieldNames.all().stream().collect(Collectors.groupingBy(FieldName::name)).values().stream()
            .filter(names -> names.size() > 1)
            .flatMap(List::stream);
    assertThat(meanings)
        .extracting(FieldName::name, name -> name.field().getAsInt(), FieldName::origin)
        .containsExactly(
            tuple("DCGM_FI_DEV_GPU_UTIL_RATIO", 203, Origin.DCGM_4_6_0),
            tuple("DCGM_FI_DEV_GPU_UTIL_RATIO", 1613, Origin.DCGM_4_7));
  }

  static Stream<FieldName> names() {
    return FieldNames.all().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameIsServedOrItsReasonIsGiven(FieldName name) {
    switch (Catalogue.meaning(name.name(), name.origin() == Origin.DCGM_4_7)) {
      case Catalogue.Served(var metric) ->
          assertThat(metric.field().id()).isEqualTo(name.field().orElseThrow());
      case Catalogue.Refused(var reason) ->
          assertThat(METRICS.keySet()).doesNotContain(name.field().orElse(-1));
      case Catalogue.Unknown() -> fail(name.name());
    }
  }

  @Test
  void theTableOfNamesIsComplete() {
    assertThat(FieldNames.all()).hasSize(1252);
  }

  @Test
  void everyFieldInBaseUnitsIsServedOrItsReasonIsGiven() {
    var served = METRICS.keySet().stream().filter(id -> id >= 1600 && id < 9000);
    var refused = NOT_SERVED.keySet().stream().filter(id -> id >= 1600);
    assertThat(Stream.concat(served, refused))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(1600, 1650).boxed().toList());
  }

  @Test
  void fieldsThatAreNumbersSaySoInOneSentence() {
    assertThat(METRICS.values())
        .allSatisfy(
            metric -> {
              assertThat(metric.help()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
              assertThat(metric.kind() == Kind.LABEL).isEqualTo(metric.unit().equals("text"));
            });
  }

  /** Two cadences of one NVML field would read it twice. */
  @Test
  void aFieldIsReadAtOneCadenceOnly() {
    var plan = Catalogue.plan(METRICS.values());
    var fields =
        plan.signals().stream()
            .filter(FieldSignal.class::isInstance)
            .map(FieldSignal.class::cast)
            .map(field -> field.fieldId() + "/" + field.scope());
    assertThat(fields).doesNotHaveDuplicates();
  }

  @Test
  void thePlanHoldsWhatTheMetricsNeedAndNoMore() {
    var clock = Catalogue.find("DCGM_FI_DEV_SM_CLOCK").orElseThrow();
    var own = Catalogue.plan(List.of()).signals();

    assertThat(own).contains(DeviceSignal.CLOCKS_EVENT_REASONS);
    assertThat(Catalogue.plan(List.of(clock)).signals())
        .containsAll(own)
        .filteredOn(signal -> !own.contains(signal))
        .containsExactly(DeviceSignal.SM_CLOCK);
  }

  @Test
  void everySignalNvmlOffersForMetricsIsUsed() {
    List<Signal<?>> needed = List.copyOf(Catalogue.plan(METRICS.values()).signals());
    assertThat(needed).contains(DeviceSignal.values());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.HealthRules.TaintRule;
import io.gpunodeagent.core.health.output.DcgmHealth;
import io.gpunodeagent.core.health.output.DcgmHealth.Watch;
import io.gpunodeagent.core.health.output.HealthLabels;
import io.gpunodeagent.core.health.output.HealthTaint;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Condition, events, taint, labels and DCGM's watches. */
class HealthOutputsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aNodeWithoutGpusHasNoConditionAndNoLabels() {
    var node = new BuiltNode(0);
    node.next();
    assertThat(node.health().condition()).isEmpty();
    assertThat(HealthLabels.of(node.health())).isEmpty();
    node.onBus().problem(Problem.DRIVER_NOT_LOADED);
    node.during(MINUTE.multipliedBy(5));
    assertThat(node.health().condition()).isEmpty();
  }

  @Test
  void aNodeWhoseDriverNeverAnsweredIsNotCalledHealthy() {
    var node = new BuiltNode(0).problem(Problem.LIBRARY_NOT_FOUND);
    node.next();
    var condition = node.health().condition().orElseThrow();
    assertThat(condition.status()).isEqualTo(NodeCondition.Status.UNKNOWN);
    assertThat(condition.message()).isEqualTo("NVML does not answer: libnvidia-ml.so.1");
  }

  @Test
  void theTransitionIsThatOfTheStatusAndTheMessageIsBounded() {
    var node = new BuiltNode(16);
    node.next();
    var first = node.health().condition().orElseThrow();
    node.gpus.forEach(gpu -> gpu.xid(119).set(HealthSignals.REMAP_FAILURE, 1));
    node.next();
    var bad = node.health().condition().orElseThrow();
    assertThat(bad.lastTransition()).isAfter(first.lastTransition());
    assertThat(bad.message())
        .startsWith("16 of 16 GPUs unhealthy: GPU 0 ")
        .endsWith("and 13 more")
        .hasSizeLessThanOrEqualTo(NodeCondition.LONGEST_MESSAGE);
    node.gpu().xid(79);
    node.during(MINUTE);
    assertThat(node.health().condition().orElseThrow().lastTransition())
        .isEqualTo(bad.lastTransition());
  }

  @Test
  void nothingOfTheConditionChangesWhileNothingHappens() {
    var node = new BuiltNode(2);
    node.gpu().set(HealthSignals.REMAP_FAILURE, 1);
    node.next();
    var condition = node.health().condition();
    var labels = HealthLabels.of(node.health());
    for (int i = 0; i < 600; i++) {
      node.next();
      assertThat(node.health().condition()).isEqualTo(condition);
      assertThat(HealthLabels.of(node.health())).isEqualTo(labels);
    }
    assertThat(node.reported).hasSize(1);
  }

  @Test
  void anXidThatRecursIsReportedAgainOnceAnHourWithItsCount() {
    var node = new BuiltNode(1);
    for (int minute = 0; minute < 121; minute++) {
      node.gpu().xid(31);
      node.during(MINUTE);
    }
    assertThat(node.reported).extracting(HealthEvent::count).containsExactly(1L, 61L, 121L);
    assertThat(node.reported).extracting(HealthEvent::key).containsOnly("GPU-0/xid-31");
  }

  @Test
  void aCauseThatComesBackWithinTenMinutesIsNotReportedAgain() {
    var node = new BuiltNode(1);
    for (int i = 0; i < 4; i++) {
      node.gpu().set(HealthSignals.ECC_MODE, Reading.failed("nvmlDeviceGetFieldValues", 999));
      node.next();
      node.gpu().set(HealthSignals.ECC_MODE, 1);
      node.during(MINUTE.multipliedBy(2));
    }
    assertThat(node.reported).filteredOn(HealthEvent::warning).hasSize(1);
  }

  @Test
  void theTaintIsOffUntilItIsAskedFor() {
    var node = new BuiltNode(2);
    node.gpu().xid(119);
    node.next();
    var rules = node.rules();
    assertThat(HealthTaint.of(node.health(), rules)).isEmpty();
    assertThat(HealthTaint.of(node.health(), tainting(rules, false)))
        .contains(new HealthTaint(HealthTaint.KEY, "unhealthy", "NoSchedule"));
    assertThat(HealthTaint.of(node.health(), tainting(rules, true))).isEmpty();
    node.gpus.get(1).xid(119);
    node.next();
    assertThat(HealthTaint.of(node.health(), tainting(rules, true))).isPresent();
  }

  @Test
  void theUnknownNeverTaints() {
    var node = new BuiltNode(1);
    node.gpu().read(false);
    node.next();
    assertThat(HealthTaint.of(node.health(), tainting(node.rules(), false))).isEmpty();
  }

  /** Columns: what each GPU is, whether all must be unhealthy, what becomes of the taint. */
  @ParameterizedTest
  @CsvSource({
    "sound sound, false, Lift",
    "sound sick, false, Put",
    "unread sick, false, Put",
    "unread sound, false, Leave",
    "unread unread, false, Leave",
    "sick sick, true, Put",
    "sick sound, true, Lift",
    "unread sound, true, Lift",
    "unread sick, true, Leave",
    "'', false, Leave",
    "'', true, Leave"
  })
  void theTaintIsLiftedOnProofOnly(String gpus, boolean all, String expected) {
    var kinds = gpus.isEmpty() ? List.<String>of() : List.of(gpus.split(" ", -1));
    var node = new BuiltNode(kinds.size());
    node.next();
    for (var i = 0; i < kinds.size(); i++) {
      switch (kinds.get(i)) {
        case "sick" -> node.gpus.get(i).xid(119);
        case "unread" -> node.gpus.get(i).read(false);
        default -> {}
      }
    }
    node.next();
    assertThat(
            HealthTaint.decide(node.health(), tainting(node.rules(), all))
                .getClass()
                .getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  void withoutARuleThereIsNoTaintToBe() {
    assertThat(HealthTaint.decide(Health.unknown(Instant.EPOCH), new BuiltNode(1).rules()))
        .isEqualTo(new HealthTaint.Decision.Lift());
  }

  @Test
  void labelsCountTheGpusInEachState() {
    var node = new BuiltNode(4);
    node.gpus.get(0).xid(119);
    node.gpus.get(1).xid(321);
    node.gpus.get(2).set(HealthSignals.REMAP_PENDING, 1);
    node.next();
    assertThat(HealthLabels.of(node.health()))
        .isEqualTo(
            Map.of(
                "gpu-node-agent.io/gpu.health", "unhealthy",
                "gpu-node-agent.io/gpu.healthy", "1",
                "gpu-node-agent.io/gpu.degraded", "1",
                "gpu-node-agent.io/gpu.unknown", "1",
                "gpu-node-agent.io/gpu.unhealthy", "1"));
  }

  @Test
  void dcgmsWatchesPassWarnAndFail() {
    var node = new BuiltNode(1);
    node.next();
    assertThat(DcgmHealth.of(node.of(0)))
        .hasSize(Watch.values().length)
        .allMatch(row -> row.value() == 0 && row.errorCode().equals("DCGM_FR_OK"));
    node.gpu().set(HealthSignals.REMAP_PENDING, 1).xid(79);
    node.next();
    assertThat(DcgmHealth.of(node.of(0)))
        .contains(
            new DcgmHealth(Watch.MEM, "DCGM_FR_PENDING_ROW_REMAP", 10),
            new DcgmHealth(Watch.ALL, "DCGM_FR_FALLEN_OFF_BUS", 20),
            new DcgmHealth(Watch.THERMAL, "DCGM_FR_OK", 0));
  }

  @Test
  void whatIsUnknownDoesNotPass() {
    var node = new BuiltNode(1);
    node.gpu().read(false);
    node.next();
    assertThat(DcgmHealth.of(node.of(0))).isEmpty();
  }

  @Test
  void theSamplerIsAskedForEverythingThatIsJudged() {
    assertThat(HealthSignals.SIGNALS)
        .containsAll(HealthSignals.NEEDED)
        .containsAll(HealthSignals.ADVISORY);
    assertThat(new NodeInventory(Optional.of(new TreeSet<>())).gpus()).isPresent();
  }

  private static HealthRules tainting(HealthRules rules, boolean all) {
    return new HealthRules(
        rules.settle(),
        rules.persistent(),
        rules.quiet(),
        rules.longQuiet(),
        rules.recoveryReported(),
        rules.flapping(),
        Optional.of(new TaintRule("NoSchedule", all)));
  }
}

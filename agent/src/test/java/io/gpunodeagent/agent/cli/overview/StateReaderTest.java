// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.health.cause.GpuState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are shown of an answer, above all of one that says less than is expected. */
class StateReaderTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static ShownState read(String json) {
    return StateReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String decided(String decision) {
    return read("""
    {'takenAt': '2026-03-01T12:00:00Z',
     'gpus': [{'index': 0, 'uuid': 'GPU-a', 'condition': {'state': 'fresh'}, 'occupancy': {'occupants': [
       {'namespace': 'n', 'pod': 'p', 'podUid': 'u', 'container': 'c', 'relation': 'holder'}]}}],
     'decisions': [{'namespace': 'n', 'pod': 'p', 'podUid': 'u', 'rule': 'idle', %s}]}
    """
            .formatted(decision))
        .holders()
        .findFirst()
        .flatMap(HolderOverview::next)
        .map(next -> next.text(NOW))
        .orElseThrow();
  }

  @Test
  void whatIsNotSaidIsUnknownAndNeverFreeOrHealthy() {
    var state = read("{'gpus': [{'index': 0}]}");
    var gpu = state.gpus().getFirst();
    assertThat(gpu.state()).isEqualTo(DeviceState.UNKNOWN);
    assertThat(gpu.health()).isEqualTo(GpuState.UNKNOWN);
    assertThat(gpu.fresh()).isFalse();
    assertThat(gpu.load().utilizationPercent()).isEmpty();
    assertThat(state.holdersUnknown()).isNotEmpty();
    assertThat(state.answers()).isFalse();
  }

  @Test
  void newValuesOfALaterVersionAreUnknown() {
    var state =
        read(
            "{'gpus': [{'index': 0, 'use': {'state': 'borrowed'}, 'health': {'state': 'superb'},"
                + " 'condition': {'state': 'fresh', 'more': {}}}]}");
    assertThat(state.gpus().getFirst().state()).isEqualTo(DeviceState.UNKNOWN);
    assertThat(state.gpus().getFirst().health()).isEqualTo(GpuState.UNKNOWN);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> read("<html>")).isInstanceOf(RefusedException.class);
  }

  @Test
  void anInstantThatIsNoneIsUnknown() {
    assertThat(read("{'takenAt': 'noon', 'gpus': [{'index': 0}]}").gpus()).hasSize(1);
  }

  @Test
  void problemsNameGpusAsPeopleDo() {
    var state =
        read(
            "{'gpus': [{'index': 3, 'uuid': 'GPU-abc'}], 'node': {'problems': [{'severity':"
                + " 'error', 'text': 'a/b uses GPU-abc', 'remedy': null}]}}");
    assertThat(state.problems())
        .containsExactly(new ShownState.Problem(true, "a/b uses GPU 3", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'granted': 'observe', 'exclusions': [{'text': 'a DaemonSet owns it'}]"
            + "|none: a DaemonSet owns it",
        "'granted': 'observe', 'exclusions': []|none: only observed",
        "'granted': 'evict', 'stage': 'watched', 'evidence': {'neededSeconds': 1800}"
            + "|announce after 30m idle",
        "'granted': 'evict', 'dryRun': true, 'nextStep': {'action': 'announce', 'notBefore':"
            + " '2026-03-01T12:41:00Z', 'waitsForProof': false}|announce in 41m (dry run)",
        "'granted': 'evict', 'nextStep': {'action': 'evict', 'notBefore': '2026-03-01T11:00:00Z'}"
            + "|evict now, within the budget",
        "'granted': 'evict', 'nextStep': {'action': 'evict', 'notBefore': '2026-03-01T13:30:00Z',"
            + " 'waitsForProof': true}|evict once rest is proven",
        "'granted': 'mark', 'stage': 'marked', 'exclusions': []|stays marked",
      })
  void theNextStepOfADecisionIsSaidInWords(String decision, String words) {
    assertThat(decided(decision)).isEqualTo(words);
  }
}

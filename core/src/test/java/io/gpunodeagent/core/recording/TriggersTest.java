// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.Occurrence;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events begin a recording. */
class TriggersTest {

  private static final NodeState STARTING = NodeState.starting(Causes.NOON, false);

  private static NodeState ready() {
    var driver =
        new DriverState.Ready(
            Reading.of("580"),
            Reading.unsupported(),
            Reading.unsupported(),
            Reading.unsupported(),
            "libnvidia-ml.so.1",
            1);
    var node =
        new NodeSnapshot(
            1,
            Causes.NOON,
            driver,
            false,
            List.of(),
            NodeTopology.none(),
            SamplingStatistics.none());
    return new NodeState(
        AttributedSnapshot.starting(node), Pods.off(), new SourceState.Off(), Usage.none());
  }

  private static Occurrence event(Occurrence.Kind kind, Severity severity) {
    return new Occurrence(
        Causes.NOON,
        kind,
        severity,
        Optional.of("GPU-0"),
        Optional.of("ns/a"),
        OptionalInt.of(79),
        "what happened");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # kind of the event, severity, whether NVML answered before, trigger
          XID,      ERROR,   true,  XID
          XID,      WARNING, true,  XID
          XID,      NOTE,    true,  XID
          GPU,      ERROR,   true,  LOST
          GPU,      NOTE,    true,
          DRIVER,   ERROR,   true,  LOST
          DRIVER,   ERROR,   false,
          DRIVER,   NOTE,    true,
          SAMPLING, WARNING, true,  SAMPLING_STALLED
          HEALTH,   WARNING, true,
          SOURCE,   WARNING, true,
          POLICY,   WARNING, true,
          """)
  void someEventsAreTriggers(
      Occurrence.Kind kind, Severity severity, boolean answered, Trigger.Kind expected) {
    var triggers = Triggers.of(answered ? ready() : STARTING, List.of(event(kind, severity)));

    assertThat(triggers.stream().map(trigger -> trigger.cause().kind()).findFirst())
        .isEqualTo(Optional.ofNullable(expected));
    assertThat(triggers)
        .allSatisfy(
            trigger -> {
              assertThat(trigger.text()).isEqualTo("what happened");
              assertThat(trigger.at()).isEqualTo(Causes.NOON);
            });
  }

  @Test
  void oneXidIsAnotherCauseThanAnother() {
    var cause =
        Triggers.of(ready(), List.of(event(Occurrence.Kind.XID, Severity.ERROR)))
            .getFirst()
            .cause();

    assertThat(cause.xid()).hasValue(79);
    assertThat(cause.gpu()).contains("GPU-0");
  }

  @Test
  void aStallThatLastsIsATrigger() {
    var stalled = ready().stalled(STARTING.health());

    assertThat(Triggers.stall(stalled, Causes.NOON).orElseThrow().text())
        .isEqualTo("sampling has stalled: no pass has ended since " + Causes.NOON);
    assertThat(Triggers.stall(ready(), Causes.NOON)).isEmpty();
    assertThat(Triggers.stall(STARTING, Causes.NOON)).isEmpty();
  }

  @Test
  void anEvictionThatWasCarriedOutIsATriggerWithTheTimeAndTextOfItsEvent() {
    var event =
        new Occurrence(
            Causes.NOON,
            Occurrence.Kind.EVICTION,
            Severity.WARNING,
            Optional.empty(),
            Optional.of("ns/a"),
            OptionalInt.empty(),
            "ns/a was evicted (rule notebooks: " + "its use is unknown now ".repeat(40) + ")");

    var trigger = Triggers.of(new EvictionAttempt(event, true)).orElseThrow();

    assertThat(trigger.at()).isEqualTo(event.at());
    assertThat(trigger.text()).isEqualTo(event.text());
    assertThat(trigger.cause())
        .isEqualTo(
            new Trigger.Cause(
                Trigger.Kind.EVICTION, Optional.empty(), Optional.of("ns/a"), OptionalInt.empty()));
    assertThat(Triggers.of(new EvictionAttempt(event, false))).isEmpty();
  }

  @Test
  void aLongTextIsCutAlikeInEventAndTrigger() {
    var text = "one two ".repeat(200);
    var event =
        new Occurrence(
            Causes.NOON,
            Occurrence.Kind.XID,
            Severity.ERROR,
            Optional.of("GPU-0"),
            Optional.empty(),
            OptionalInt.of(79),
            text + "\n" + text);

    assertThat(event.text()).hasSizeLessThanOrEqualTo(500).endsWith("…").doesNotContain("\n");
    assertThat(Triggers.of(ready(), List.of(event)))
        .singleElement()
        .satisfies(trigger -> assertThat(trigger.text()).isEqualTo(event.text()));
  }
}

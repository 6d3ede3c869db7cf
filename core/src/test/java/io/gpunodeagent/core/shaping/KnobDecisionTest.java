// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.KnobStep.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from what stands, what was set, and what is asked. */
class KnobDecisionTest {

  private static final Knob SLICE = new Knob("GPU-0", Field.TIME_SLICE);
  private static final Knob MODE = new Knob("GPU-0", Field.COMPUTE_MODE);
  private static final Limits LIMITS = new Limits(3, Duration.ofSeconds(30));
  private static final Duration NOW = Duration.ofHours(5);

  /**
   * Values: {@code -} is none; an owned setting is written {@code earlier>value}; {@code ?} cannot
   * be read, {@code !} is not supported.
   */
  @ParameterizedTest
  @CsvSource({
    // wanted, actual, owned, dry run -> step, standing
    "short, default, -, false, APPLY short keep default, PLANNED",
    "short, default, -, true, nothing, PLANNED",
    "short, short, -, false, nothing, APPLIED",
    "short, short, -, true, nothing, APPLIED",
    "short, short, default>short, false, nothing, APPLIED",
    // the rule changed
    "long, short, default>short, false, APPLY long keep default, PLANNED",
    // somebody changed it: a driver reload, or another's nvidia-smi
    "short, default, default>short, false, REAPPLY short keep default, PLANNED",
    "short, medium, default>short, false, REAPPLY short keep medium, PLANNED",
    // somebody set what the rule asks now: it is theirs
    "long, long, default>short, false, forget, APPLIED",
    // a dry run that begins takes back
    "short, short, default>short, true, RESTORE default keep default, PLANNED",
    "short, medium, default>short, true, forget, PLANNED",
    // what cannot be read is never taken for set, and never changed
    "short, ?, -, false, nothing, UNKNOWN",
    "short, ?, default>short, false, nothing, UNKNOWN",
    "short, !, -, false, nothing, UNSUPPORTED",
    "short, !, default>short, false, forget, UNSUPPORTED",
    // no rule asks any more
    "-, short, default>short, false, RESTORE default keep default, RELEASED",
    "-, short, default>short, true, RESTORE default keep default, RELEASED",
    "-, medium, default>short, false, forget, -",
    "-, default, default>short, false, forget, -",
    "-, short, short>short, false, forget, -",
    "-, ?, default>short, false, nothing, RELEASED",
    "-, !, default>short, false, forget, -",
    "-, ?, -, false, nothing, -",
  })
  void whatIsDone(
      String wanted, String actual, String owned, boolean dryRun, String step, String standing) {
    var judgement = KnobDecision.of(look(SLICE, wanted(wanted), actual, owned, dryRun), LIMITS);
    assertThat(text(judgement.step())).isEqualTo(step);
    assertThat(judgement.standing().map(each -> each.state().name()).orElse("-"))
        .isEqualTo(standing);
  }

  @ParameterizedTest
  @CsvSource({
    "default, exclusiveProcess, -, nothing, REFUSED",
    "prohibited, exclusiveProcess, -, nothing, REFUSED",
    "default, exclusiveProcess, default>exclusiveProcess, APPLY default keep default, PLANNED",
    // it was ours, somebody took it back and the Multi-Process Service set it again
    "prohibited, exclusiveProcess, default>prohibited, forget, REFUSED",
    "default, prohibited, -, APPLY default keep prohibited, PLANNED",
    // already so, by whoever: nothing to do
    "exclusiveProcess, exclusiveProcess, -, nothing, APPLIED",
  })
  void whatTheMultiProcessServiceSetStays(
      String wanted, String actual, String owned, String step, String standing) {
    var judgement = KnobDecision.of(look(MODE, wanted(wanted), actual, owned, false), LIMITS);
    assertThat(text(judgement.step())).isEqualTo(step);
    assertThat(judgement.standing().orElseThrow().state().name()).isEqualTo(standing);
  }

  @Test
  void aRefusedSettingThatStandsIsTakenBack() {
    var demand = new Demand.Refused("rule", "exclusiveProcess", SettingRefusal.REPLICAS);
    var judgement =
        KnobDecision.of(
            look(MODE, demand, "exclusiveProcess", "default>exclusiveProcess", false), LIMITS);
    assertThat(text(judgement.step())).isEqualTo("RESTORE default keep default");
    assertThat(judgement.standing().orElseThrow().state()).isEqualTo(State.REFUSED);
  }

  @Test
  void whileItIsNotDecidedEverythingStays() {
    var demand = new Demand.Undecided("the kubelet is away");
    var held = KnobDecision.of(look(SLICE, demand, "short", "default>short", false), LIMITS);
    assertThat(held.step()).isEqualTo(new KnobStep.Nothing());
    assertThat(held.standing().orElseThrow().state()).isEqualTo(State.UNKNOWN);
    assertThat(held.standing().orElseThrow().reason()).isEqualTo("the kubelet is away");
    var free = KnobDecision.of(look(SLICE, demand, "short", "-", false), LIMITS);
    assertThat(free.standing()).isEmpty();
  }

  @Test
  void aFightIsGivenUpAndTakenUpAgain() {
    var drifts = Drifts.NONE;
    assertThat(drifts.allow(NOW, LIMITS)).isTrue();
    drifts = drifts.and(NOW);
    assertThat(drifts.allow(NOW.plusSeconds(29), LIMITS)).isFalse();
    assertThat(drifts.allow(NOW.plusSeconds(30), LIMITS)).isTrue();
    drifts = drifts.and(NOW.plusSeconds(30));
    assertThat(drifts.allow(NOW.plusSeconds(89), LIMITS)).isFalse();
    assertThat(drifts.allow(NOW.plusSeconds(90), LIMITS)).isTrue();
    drifts = drifts.and(NOW.plusSeconds(90));
    assertThat(drifts.allow(NOW.plusSeconds(1800), LIMITS)).isFalse();
    assertThat(drifts.allow(NOW.plusSeconds(3601), LIMITS)).isTrue();
    assertThat(Drifts.NONE.allow(NOW, new Limits(0, Duration.ofSeconds(1)))).isFalse();
  }

  @Test
  void whoIsFoughtIsTold() {
    var look =
        new KnobObservation(
            SLICE,
            wanted("short"),
            new Actual.Known("long"),
            owned(SLICE, "default>short"),
            Drifts.NONE.and(NOW).and(NOW).and(NOW),
            false,
            NOW);
    var judgement = KnobDecision.of(look, LIMITS);
    assertThat(judgement.step()).isEqualTo(new KnobStep.Nothing());
    assertThat(judgement.standing().orElseThrow().state()).isEqualTo(State.CONTESTED);
  }

  private static Demand wanted(String value) {
    return value.equals("-")
        ? new Demand.None()
        : new Demand.Wanted("rule", value, Optional.empty());
  }

  private static KnobObservation look(
      Knob knob, Demand demand, String actual, String owned, boolean dryRun) {
    var found =
        switch (actual) {
          case "?" -> new Actual.Unknown("nobody answers");
          case "!" -> new Actual.Unsupported("too old");
          default -> new Actual.Known(actual);
        };
    return new KnobObservation(knob, demand, found, owned(knob, owned), Drifts.NONE, dryRun, NOW);
  }

  private static Optional<Owned> owned(Knob knob, String text) {
    var parts = text.split(">", -1);
    return parts.length == 2
        ? Optional.of(new Owned(knob, "rule", parts[0], parts[1], Instant.EPOCH))
        : Optional.empty();
  }

  private static String text(KnobStep step) {
    return switch (step) {
      case KnobStep.Nothing() -> "nothing";
      case KnobStep.Forget() -> "forget";
      case KnobStep.Set(Change change, String value, String earlier) ->
          change + " " + value + " keep " + earlier;
    };
  }
}

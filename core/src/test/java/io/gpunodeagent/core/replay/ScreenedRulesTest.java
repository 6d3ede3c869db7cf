// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.Match.Sharing;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rules that ask for what DCGM's metrics do not tell do nothing, and keep their pods. */
class ScreenedRulesTest {

  private static final Globs PRODUCTS = Globs.of("NVIDIA-A*");

  @Test
  void aRuleWithNothingBeyondTheMetricsStaysAsItIs() {
    var rule = rule(match(Map.of(), Set.of(), OptionalInt.empty(), PRODUCTS, Sharing.MIG));
    var screened = ScreenedRules.of(rules(rule), true);
    assertThat(screened.unjudged()).isEmpty();
    assertThat(screened.rules().idle()).containsExactly(rule);
  }

  @Test
  void labelsOfPodsAreBeyondThem() {
    assertUnjudged(
        match(Map.of("a", "b"), Set.of(), OptionalInt.empty(), Globs.ANY, Sharing.ANY),
        "podSelector");
  }

  @Test
  void kindsOfWorkloadsAreBeyondThem() {
    assertUnjudged(
        match(Map.of(), Set.of("Notebook"), OptionalInt.empty(), Globs.ANY, Sharing.ANY),
        "workloadKinds");
  }

  @Test
  void prioritiesAreBeyondThem() {
    assertUnjudged(
        match(Map.of(), Set.of(), OptionalInt.of(5), Globs.ANY, Sharing.ANY), "maxPriority");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"ANY", "MIG"})
  void waysOfSharingAreBeyondThem(Sharing sharing) {
    assertUnjudged(match(Map.of(), Set.of(), OptionalInt.empty(), Globs.ANY, sharing), "sharing");
  }

  @Test
  void productsAreBeyondThemWhereSeriesNameNone() {
    var match = match(Map.of(), Set.of(), OptionalInt.empty(), PRODUCTS, Sharing.ANY);
    var screened = ScreenedRules.of(rules(rule(match)), false);
    assertThat(screened.unjudged()).containsEntry("r", List.of("gpuProducts"));
    assertThat(screened.rules().idle().getFirst().match().gpuProducts()).isEqualTo(Globs.ANY);
    var plain = match(Map.of(), Set.of(), OptionalInt.empty(), Globs.ANY, Sharing.ANY);
    assertThat(ScreenedRules.of(rules(rule(plain)), false).unjudged()).isEmpty();
  }

  @Test
  void whatCanBeToldStillNarrowsSuchARule() {
    var screened =
        ScreenedRules.of(
            rules(
                rule(
                    match(Map.of("a", "b"), Set.of(), OptionalInt.empty(), PRODUCTS, Sharing.MIG))),
            true);
    var kept = screened.rules().idle().getFirst();
    assertThat(kept.match())
        .isEqualTo(match(Map.of(), Set.of(), OptionalInt.empty(), PRODUCTS, Sharing.MIG));
    assertThat(kept.action()).isEqualTo(PolicyAction.OBSERVE);
  }

  private static void assertUnjudged(Match match, String key) {
    var screened = ScreenedRules.of(rules(rule(match)), true);
    assertThat(screened.unjudged()).containsEntry("r", List.of(key));
    var kept = screened.rules().idle().getFirst();
    assertThat(kept.name()).isEqualTo("r");
    assertThat(kept.action()).isEqualTo(PolicyAction.OBSERVE);
    assertThat(kept.match())
        .isEqualTo(match(Map.of(), Set.of(), OptionalInt.empty(), Globs.ANY, Sharing.ANY));
  }

  private static Match match(
      Map<String, String> labels,
      Set<String> kinds,
      OptionalInt priority,
      Globs products,
      Sharing sharing) {
    return new Match(Globs.of("ns"), labels, kinds, priority, products, sharing, Optional.empty());
  }

  private static IdleRule rule(Match match) {
    return new IdleRule(
        "r",
        match,
        Duration.ofMinutes(30),
        ActivityCriteria.of(UsageRules.defaults(Duration.ofSeconds(30))),
        Duration.ofMinutes(10),
        PolicyAction.MARK,
        true,
        Duration.ofHours(4));
  }

  private static PolicyRules rules(IdleRule rule) {
    return new PolicyRules(
        true, List.of(rule), List.of(), new PolicyRules.Budget(2), Optional.empty());
  }
}

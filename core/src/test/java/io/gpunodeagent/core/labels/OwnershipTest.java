// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.labels.OwnerFacts.Held;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  private static final String COUNT = "nvidia.com/gpu.count";
  private static final String OWN = "gpu-node-agent.io/nvlink.topology";
  private static final LabelSet WANTED =
      new LabelSet(
          new TreeMap<>(Map.of(COUNT, "8", OWN, "none")), new TreeMap<>(), Set.of(), List.of());

  private static OwnerFacts facts(Optional<Boolean> gfd, Map<String, Held> labels) {
    return new OwnerFacts(gfd, false, "gpu-node-agent", labels);
  }

  private static Set<String> written(Ownership ownership) {
    return ownership.allowed(WANTED).labels().keySet();
  }

  private static Held held(String value, String... managers) {
    return new Held(value, Set.of(managers));
  }

  @Test
  void autoLeavesTheLabelsToARunningGfd() {
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.of(true), Map.of()), WANTED);
    assertThat(written(ownership)).containsExactly(OWN);
    assertThat(ownership.conflicts()).isEmpty();
  }

  @Test
  void autoWritesThemWhereGfdIsNot() {
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.of(false), Map.of()), WANTED);
    assertThat(written(ownership)).containsExactlyInAnyOrder(OWN, COUNT);
  }

  @Test
  void autoWritesNothingOfThemWhileItCannotLookUpGfd() {
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.empty(), Map.of()), WANTED);
    assertThat(written(ownership)).containsExactly(OWN);
  }

  @Test
  void autoKeepsWhatItHasWrittenWhileItCannotLookUpGfd() {
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.empty(), Map.of()), WANTED);
    assertThat(ownership.allowed(WANTED).isUnknown(COUNT)).isTrue();
    assertThat(ownership.allowed(WANTED).isUnknown(OWN)).isFalse();
  }

  @Test
  void autoTakesItsOwnAwayWhereGfdRunsEvenWhenItCannotReadGpus() {
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.of(true), Map.of()), WANTED);
    assertThat(ownership.allowed(WANTED.withholding("nvidia.com/")).isUnknown(COUNT)).isFalse();
  }

  @Test
  void inADraClusterGfdIsNotDeployed() {
    var facts = new OwnerFacts(Optional.empty(), true, "gpu-node-agent", Map.of());
    assertThat(written(Ownership.decide(Owner.AUTO, facts, WANTED)))
        .containsExactlyInAnyOrder(OWN, COUNT);
    var both = new OwnerFacts(Optional.of(true), true, "gpu-node-agent", Map.of());
    assertThat(written(Ownership.decide(Owner.AUTO, both, WANTED))).containsExactly(OWN);
  }

  @Test
  void whatAVanishedGfdLeftBehindIsTakenOver() {
    var labels = Map.of(COUNT, held("7", "nfd-master"));
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.of(false), labels), WANTED);
    assertThat(ownership.takenOver()).containsExactly(COUNT);
    assertThat(written(ownership)).contains(COUNT);
  }

  @Test
  void whatSomebodyElseHoldsIsLeftAndReported() {
    var labels = Map.of(COUNT, held("7", "kubectl-label"), OWN, held("pairs", "kubectl-label"));
    for (var owner : List.of(Owner.AUTO, Owner.AGENT)) {
      var ownership = Ownership.decide(owner, facts(Optional.of(false), labels), WANTED);
      assertThat(ownership.left()).containsExactlyInAnyOrder(COUNT, OWN);
      assertThat(written(ownership)).isEmpty();
      assertThat(ownership.conflicts()).hasSize(2);
    }
  }

  @Test
  void theSameValueIsNoConflict() {
    var labels = Map.of(COUNT, held("8", "kubectl-label"));
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.of(false), labels), WANTED);
    assertThat(ownership.conflicts()).isEmpty();
    assertThat(written(ownership)).contains(COUNT);
  }

  @Test
  void itsOwnLabelsAreTheAgentsToChange() {
    var labels = Map.of(COUNT, held("7", "gpu-node-agent"));
    var ownership = Ownership.decide(Owner.AUTO, facts(Optional.of(false), labels), WANTED);
    assertThat(ownership.conflicts()).isEmpty();
    assertThat(ownership.takenOver()).isEmpty();
    assertThat(written(ownership)).contains(COUNT);
  }

  @Test
  void theAgentAsOwnerWritesAndSaysThatGfdDoesToo() {
    var labels = Map.of(COUNT, held("7", "nfd-master"));
    var ownership = Ownership.decide(Owner.AGENT, facts(Optional.of(true), labels), WANTED);
    assertThat(written(ownership)).contains(COUNT);
    assertThat(ownership.takenOver()).containsExactly(COUNT);
    assertThat(ownership.conflicts())
        .singleElement()
        .satisfies(one -> assertThat(one.key()).isEqualTo("labels.owner"));
  }

  @Test
  void gfdAsOwnerKeepsItsPrefixEvenWhenItIsAway() {
    var ownership = Ownership.decide(Owner.GFD, facts(Optional.of(false), Map.of()), WANTED);
    assertThat(written(ownership)).containsExactly(OWN);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.policy.ShapingClaim;
import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.ComputeMode;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Shaping;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.TimeSlice;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.World;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each GPU is to be set to, and when a rule is not heeded. */
class DemandsTest implements World.Watcher {

  private static final Demand NONE = new Demand.None();
  private static final Optional<SourceState> OFF = Optional.of(new SourceState.Off());

  private final World world = new World().watchedBy(this);
  private List<TimeSliceRule> rules = List.of();
  private Optional<Sharing> plugin = Optional.of(Sharing.none());
  private Map<Knob, Demand> demands = Map.of();

  @Override
  public void sampled(AttributedSnapshot attributed, Pods pods, Usage usage, UsageRules by) {
    var all = new PolicyRules(true, List.of(), rules, new PolicyRules.Budget(2), Optional.empty());
    demands = Demands.of(attributed, ShapingClaim.all(all, attributed, pods, usage), plugin);
  }

  @Override
  public void restarted(String bootBefore, String bootAfter) {}

  private static TimeSliceRule rule(String name, Match match, TimeSlice slice) {
    return rule(name, match, new Shaping(Optional.of(slice), Optional.empty()));
  }

  private static TimeSliceRule rule(String name, Match match, ComputeMode mode) {
    return rule(name, match, new Shaping(Optional.empty(), Optional.of(mode)));
  }

  private static TimeSliceRule rule(String name, Match match, Shaping device) {
    return new TimeSliceRule(
        name,
        match,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(2),
        PolicyAction.OBSERVE,
        Optional.of(device));
  }

  private static Match of(Globs namespaces, Map<String, String> labels) {
    return new Match(
        namespaces,
        labels,
        Set.of(),
        OptionalInt.empty(),
        Globs.ANY,
        Match.Sharing.ANY,
        Optional.empty());
  }

  private Demand timeSlice() {
    return demands.getOrDefault(new Knob("GPU-0", Field.TIME_SLICE), NONE);
  }

  private Demand computeMode() {
    return demands.getOrDefault(new Knob("GPU-0", Field.COMPUTE_MODE), NONE);
  }

  private static GpuBuilder gpu() {
    return new GpuBuilder(0).with(DeviceSignal.MIG_MODE, Reading.of(0L));
  }

  private void rules(TimeSliceRule... all) {
    rules = List.of(all);
  }

  @Test
  void theRuleOfTheHolderIsTheGpus() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world.holds("a", 0).sample(gpu(), new GpuBuilder(1));

    assertThat(timeSlice()).isEqualTo(new Demand.Wanted("short", "short", Optional.empty()));
    assertThat(computeMode()).isEqualTo(NONE);
    assertThat(demands.get(new Knob("GPU-1", Field.TIME_SLICE))).isEqualTo(NONE);
  }

  @Test
  void aGpuThatNobodyHoldsIsLeftAlone() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world.holds("a", 0).sample(gpu()).takeAway("a").sample(gpu());
    assertThat(timeSlice()).isEqualTo(NONE);
  }

  @Test
  void ofRulesInConflictTheFirstWrittenHoldsAndTheOthersAreTold() {
    rules(
        rule("b-rule", of(Globs.ANY, Map.of("app", "b")), TimeSlice.LONG),
        rule("rest", Match.ANY, TimeSlice.SHORT));
    world
        .tells("b", pod -> labelled(pod, Map.of("app", "b")))
        .replica("a", 0, 0)
        .replica("b", 0, 1)
        .sample(gpu());
    assertThat(timeSlice())
        .isEqualTo(new Demand.Wanted("b-rule", "long", Optional.of("rest asks for short")));
  }

  @Test
  void severalPodsOfOneRuleAreNoConflict() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world.replica("a", 0, 0).replica("b", 0, 1).sample(gpu());
    assertThat(timeSlice()).isEqualTo(new Demand.Wanted("short", "short", Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(
      value = ComputeMode.class,
      names = {"EXCLUSIVE_PROCESS", "PROHIBITED"})
  void noProcessIsKeptOffAGpuInReplicasHoweverFewHoldThem(ComputeMode mode) {
    rules(rule("mode", Match.ANY, mode));
    world.replica("a", 0, 0).sample(gpu());
    assertThat(computeMode())
        .isEqualTo(new Demand.Refused("mode", mode.label(), SettingRefusal.REPLICAS));
  }

  @Test
  void nothingSpeaksAgainstTheDefaultOnAGpuInReplicas() {
    rules(rule("mode", Match.ANY, ComputeMode.DEFAULT));
    world.replica("a", 0, 0).replica("b", 0, 1).sample(gpu());
    assertThat(computeMode()).isEqualTo(new Demand.Wanted("mode", "default", Optional.empty()));
  }

  @Test
  void aGpuThatOneContainerHasForItselfMayBeItsProcesssAlone() {
    rules(rule("mode", Match.ANY, ComputeMode.EXCLUSIVE_PROCESS));
    world.holds("a", 0).sample(gpu());
    assertThat(computeMode())
        .isEqualTo(new Demand.Wanted("mode", "exclusiveProcess", Optional.empty()));
  }

  @Test
  void aGpuGivenWholeToTwoIsNobodysToSet() {
    rules(rule("mode", Match.ANY, ComputeMode.EXCLUSIVE_PROCESS));
    world.holds("a", 0).holds("b", 0).sample(gpu());
    assertThat(computeMode()).isEqualTo(NONE);
  }

  @Test
  void thePluginsWordCountsBeforeItsReplicasAreSeen() {
    plugin =
        Optional.of(
            new Sharing(
                Optional.of(
                    new Sharing.Replicated(
                        false, false, List.of(new Sharing.Resource("nvidia.com/gpu", 4)))),
                Optional.empty()));
    rules(rule("mode", Match.ANY, ComputeMode.EXCLUSIVE_PROCESS));
    world.holds("a", 0).sample(gpu());
    assertThat(computeMode())
        .isEqualTo(new Demand.Refused("mode", "exclusiveProcess", SettingRefusal.PLUGIN_SHARES));
  }

  @Test
  void aPluginWhoseConfigurationCannotBeReadMayShare() {
    plugin = Optional.empty();
    rules(rule("mode", Match.ANY, ComputeMode.EXCLUSIVE_PROCESS));
    world.holds("a", 0).sample(gpu());
    assertThat(computeMode())
        .isEqualTo(new Demand.Refused("mode", "exclusiveProcess", SettingRefusal.SHARING_UNKNOWN));
  }

  @Test
  void anAllocationThatIsNowhereMayBeOfThisGpu() {
    rules(rule("mode", Match.ANY, ComputeMode.EXCLUSIVE_PROCESS));
    world.holds("a", 0).holds("b", 9).sample(gpu());
    assertThat(computeMode())
        .isEqualTo(new Demand.Refused("mode", "exclusiveProcess", SettingRefusal.SHARING_UNKNOWN));
  }

  @Test
  void whatDraGivesOutItsDriverSets() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world.share("a", 0).sample(gpu());
    assertThat(timeSlice()).isEqualTo(new Demand.Refused("short", "short", SettingRefusal.DRA));
  }

  @Test
  void aPartitionedGpuIsNotSet() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world.instance("a", 0, 1).sample(gpu().instance(1, 1, 0, 0));
    assertThat(timeSlice()).isEqualTo(new Demand.Refused("short", "short", SettingRefusal.MIG));
  }

  @Test
  void whereItCannotBeToldWhetherMigIsOnItMayBe() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world
        .holds("a", 0)
        .sample(
            new GpuBuilder(0)
                .with(DeviceSignal.MIG_MODE, Reading.failed("nvmlDeviceGetMigMode", 999)));
    assertThat(timeSlice()).isEqualTo(new Demand.Refused("short", "short", SettingRefusal.MIG));
  }

  @Test
  void withoutTheKubeletNothingIsDecided() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world
        .holds("a", 0)
        .kubelet(
            Optional.of(new SourceState.Down(Instant.EPOCH, Optional.of(World.START), "no socket")))
        .sample(gpu());
    assertThat(timeSlice())
        .isEqualTo(new Demand.Undecided("who holds the GPU is not known: no socket"));
    world.kubelet(OFF).sample(gpu());
    assertThat(timeSlice())
        .isEqualTo(new Demand.Undecided("the kubelet is not asked who holds the GPU"));
  }

  @Test
  void aGpuThatDoesNotAnswerIsNotDecidedOn() {
    rules(rule("short", Match.ANY, TimeSlice.SHORT));
    world
        .holds("a", 0)
        .sample(gpu().condition(new GpuCondition.Lost("nvmlDeviceGetUUID", 15, World.START)));
    assertThat(timeSlice()).isEqualTo(new Demand.Undecided("the GPU does not answer"));
  }

  @Test
  void withoutTheApiServerARuleThatNeedsItLeavesThePodsGpuUndecided() {
    rules(
        rule("labelled", of(Globs.ANY, Map.of("app", "b")), TimeSlice.LONG),
        rule("rest", Match.ANY, TimeSlice.SHORT));
    world.api(OFF).holds("a", 0).sample(gpu());
    assertThat(timeSlice())
        .isEqualTo(
            new Demand.Undecided(
                "whether rule labelled is for pod ns/a is not known without the API server"));
  }

  @Test
  void withoutTheApiServerARuleByNamespaceIsEnough() {
    rules(
        rule("short", of(Globs.of("ns"), Map.of()), TimeSlice.SHORT),
        rule("labelled", of(Globs.ANY, Map.of("app", "b")), TimeSlice.LONG));
    world.api(OFF).holds("a", 0).sample(gpu());
    assertThat(timeSlice()).isEqualTo(new Demand.Wanted("short", "short", Optional.empty()));
  }

  private static PodInfo labelled(PodInfo pod, Map<String, String> labels) {
    return PodBuilder.like(pod).labels(labels).build();
  }
}

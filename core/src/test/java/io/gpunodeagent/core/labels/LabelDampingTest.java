// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelDampingTest {

  private static final Duration HOLD = Duration.ofSeconds(60);
  private static final String KEY = "gpu-node-agent.io/nvlink.degraded";

  private static LabelSet set(String... pairs) {
    var labels = new TreeMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return new LabelSet(labels, new TreeMap<>(), Set.of(), List.of());
  }

  private static LabelDamping step(LabelDamping state, int second, LabelSet now) {
    return state.step(now, Duration.ofSeconds(second), HOLD, Optional.empty());
  }

  private static Map<String, String> labels(LabelDamping state) {
    return state.published().labels();
  }

  @Test
  void theFirstLabelsArePublishedAtOnce() {
    assertThat(labels(step(LabelDamping.none(), 0, set(KEY, "false")))).containsEntry(KEY, "false");
  }

  @Test
  void aChangeIsPublishedWhenItHasHeld() {
    var state = step(LabelDamping.none(), 0, set(KEY, "false"));
    state = step(state, 10, set(KEY, "true"));
    assertThat(labels(state)).containsEntry(KEY, "false");
    state = step(state, 69, set(KEY, "true"));
    assertThat(labels(state)).containsEntry(KEY, "false");
    state = step(state, 70, set(KEY, "true"));
    assertThat(labels(state)).containsEntry(KEY, "true");
    assertThat(state.pending()).isEmpty();
  }

  @Test
  void whatBecomesKnownIsPublishedAtOnce() {
    var labels = new TreeMap<>(Map.of("a.b/known", "1"));
    var unknown = new LabelSet(labels, new TreeMap<>(), Set.of(KEY), List.of());
    var state = step(LabelDamping.none(), 0, unknown);
    state = step(state, 2, set("a.b/known", "1", KEY, "false"));
    assertThat(labels(state)).containsEntry(KEY, "false");
    state = step(state, 4, set("a.b/known", "1", KEY, "true"));
    assertThat(labels(state)).as("a change waits as ever").containsEntry(KEY, "false");
  }

  @Test
  void aFlickerStartsTheWaitAnew() {
    var state = step(LabelDamping.none(), 0, set(KEY, "false"));
    state = step(state, 10, set(KEY, "true"));
    state = step(state, 40, set(KEY, "false"));
    state = step(state, 50, set(KEY, "true"));
    state = step(state, 80, set(KEY, "true"));
    assertThat(labels(state)).containsEntry(KEY, "false");
    assertThat(labels(step(state, 110, set(KEY, "true")))).containsEntry(KEY, "true");
  }

  @Test
  void alsoALabelThatComesOrGoesWaits() {
    var state = step(LabelDamping.none(), 0, set(KEY, "false"));
    state = step(state, 1, set("a.b/new", "1"));
    assertThat(labels(state)).containsOnlyKeys(KEY);
    assertThat(labels(step(state, 61, set("a.b/new", "1")))).containsOnlyKeys("a.b/new");
  }

  @Test
  void whatIsUnknownStaysHoweverLong() {
    var state = step(LabelDamping.none(), 0, set(KEY, "false"));
    var unknown =
        new LabelSet(new TreeMap<>(), new TreeMap<>(), Set.of("gpu-node-agent.io/*"), List.of());
    state = step(state, 10, unknown);
    assertThat(labels(step(state, 9999, unknown))).containsEntry(KEY, "false");
  }

  @Test
  void aNewMigLayoutIsPublishedAtOnceWithTheGpuItReplaces() {
    var before =
        set("nvidia.com/gpu.count", "7", "gpu-node-agent.io/mig.free-slices", "0", KEY, "f");
    var after =
        set("nvidia.com/gpu.count", "2", "gpu-node-agent.io/mig.free-slices", "1", KEY, "t");
    var state = step(step(LabelDamping.none(), 0, before), 1, after);
    assertThat(labels(state))
        .containsEntry("nvidia.com/gpu.count", "2")
        .containsEntry("gpu-node-agent.io/mig.free-slices", "1")
        .containsEntry(KEY, "f");
  }

  @Test
  void withoutANewLayoutTheGpuWaitsToo() {
    var state = step(LabelDamping.none(), 0, set("nvidia.com/gpu.count", "8"));
    state = step(state, 1, set("nvidia.com/gpu.count", "7"));
    assertThat(labels(state)).containsEntry("nvidia.com/gpu.count", "8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "rebooting"})
  void noLayoutIsPublishedInTheMiddleOfAReconfiguration(String migState) {
    var state = step(LabelDamping.none(), 0, set("nvidia.com/mig-1g.5gb.count", "7", KEY, "f"));
    var published = labels(state);
    for (var second = 1; second < 500; second += 10) {
      var half = set("nvidia.com/gpu.product", "A100-MIG-INVALID", KEY, "f");
      state = state.step(half, Duration.ofSeconds(second), HOLD, Optional.of(migState));
      assertThat(labels(state)).isEqualTo(published);
      assertThat(state.pending()).isEmpty();
    }
    var after =
        state.step(
            set("nvidia.com/mig-2g.10gb.count", "3", KEY, "f"),
            Duration.ofSeconds(501),
            HOLD,
            Optional.of("success"));
    assertThat(labels(after)).containsOnlyKeys("nvidia.com/mig-2g.10gb.count", KEY);
  }

  @Test
  void whatNoLayoutChangesGoesOnMeanwhile() {
    var state = step(LabelDamping.none(), 0, set("nvidia.com/gpu.count", "8", KEY, "false"));
    var now = set("nvidia.com/gpu.count", "7", KEY, "true");
    for (var second : List.of(10, 70)) {
      state = state.step(now, Duration.ofSeconds(second), HOLD, Optional.of("pending"));
    }
    assertThat(labels(state)).containsEntry("nvidia.com/gpu.count", "8").containsEntry(KEY, "true");
  }

  @Test
  void anAgentThatStartsMeanwhilePublishesTheRest() {
    var now = set("nvidia.com/gpu.count", "7", "nvidia.com/cuda.driver.major", "580");
    var state = LabelDamping.none().step(now, Duration.ZERO, HOLD, Optional.of("pending"));
    assertThat(labels(state)).containsOnlyKeys("nvidia.com/cuda.driver.major");
  }

  @Test
  void annotationsAreDampedLikeLabels() {
    var one = new LabelSet(new TreeMap<>(), new TreeMap<>(Map.of("a", "1")), Set.of(), List.of());
    var two = new LabelSet(new TreeMap<>(), new TreeMap<>(Map.of("a", "2")), Set.of(), List.of());
    var state = step(step(LabelDamping.none(), 0, one), 1, two);
    assertThat(state.published().annotations()).containsEntry("a", "1");
    assertThat(step(state, 61, two).published().annotations()).containsEntry("a", "2");
  }
}

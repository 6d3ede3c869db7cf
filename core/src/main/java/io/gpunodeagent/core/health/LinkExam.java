// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.GpuMemory.Link;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.link.LinkJudgement;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** NVLinks: down, flapping, fewer than the peers have. */
record LinkExam(
    GpuSample gpu, Map<Integer, Link> before, HealthRules.Flapping flapping, Duration now) {

  /** The links as they are now; one that could not be read stays as it was. */
  Map<Integer, Link> remembered() {
    var after = new HashMap<>(before);
    for (var link : gpu.nvLinks()) {
      if (link.active() instanceof Reading.Value<Boolean>(var up)) {
        after.put(link.link(), next(link.link(), up));
      }
    }
    return after;
  }

  private Link next(int number, boolean up) {
    var known = before.getOrDefault(number, new Link(up, up, List.of()));
    var downs = new ArrayList<>(known.downs());
    downs.removeIf(down -> down.compareTo(now.minus(flapping.within())) < 0);
    if (known.up() && !up) {
      downs.add(now);
    }
    return new Link(up, known.everUp() || up, downs);
  }

  /**
   * Notes what is wrong with the links.
   *
   * @param expected how many should be up as {@link LinkJudgement} has it; 0 where none is missing
   */
  void links(Symptoms symptoms, int expected) {
    var after = remembered();
    long down = 0;
    for (var link : gpu.nvLinks()) {
      var state = after.get(link.link());
      if (state != null && !state.up() && state.everUp()) {
        down++;
        symptoms.add(new Cause.NvLinkDown(link.link()), Symptom.state("NVLink state is inactive"));
      }
      if (state != null && flapsAnew(link.link(), state)) {
        symptoms.add(
            new Cause.NvLinkFlapping(link.link()),
            Symptom.event(
                1, state.downs().size() + " times down in " + Text.duration(flapping.within())));
      }
    }
    long up =
        gpu.nvLinks().stream().filter(link -> link.active().toOptional().orElse(false)).count();
    symptoms.stateWhen(
        up + down < expected, FaultCause.NVLINKS_MISSING, up + " of " + expected + " links are up");
  }

  private boolean flapsAnew(int number, Link state) {
    boolean wentDown = !state.up() && before.containsKey(number) && before.get(number).up();
    return wentDown && state.downs().size() >= flapping.times();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.overview.StateReader;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.agent.json.AllocationsJson;
import io.gpunodeagent.agent.json.DecisionsJson;
import io.gpunodeagent.agent.json.GpusJson;
import io.gpunodeagent.agent.json.NodeJson;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads the GPUs in this process. What is known of the past begins with it. */
public final class OwnReadings implements TopSource {

  /** Holds the newest only: a slow terminal skips pictures, it does not lag behind. */
  private final BlockingQueue<ShownState> newest = new ArrayBlockingQueue<>(1);

  private final Preview preview;
  private final Sampler sampler;

  private OwnReadings(Preview preview, SamplingPlan plan, AgentFacts facts) {
    this.preview = preview;
    sampler = new Sampler(preview.sampling(), plan, SamplerClock.system());
    sampler.onPublish(snapshot -> take(snapshot, facts));
  }

  /** Begins to read {@code plan}; closes {@code preview} when it is closed. */
  public static OwnReadings of(Preview preview, SamplingPlan plan, AgentFacts facts) {
    var readings = new OwnReadings(preview, plan, facts);
    readings.sampler.start();
    return readings;
  }

  private void take(NodeSnapshot snapshot, AgentFacts facts) {
    if (!isStarting(snapshot.driver())) {
      var state = shown(preview.state(snapshot), facts);
      newest.poll();
      newest.offer(state);
    }
  }

  /** The state as the API of an agent would say it, so that both show the same. */
  public static ShownState shown(NodeState state, AgentFacts facts) {
    return StateReader.read(
        JsonObject.compact(
            new JsonObject()
                .put("takenAt", state.node().takenAt())
                .put("node", NodeJson.of(state, facts))
                .put("gpus", GpusJson.of(state))
                .put("allocations", AllocationsJson.of(state))
                .put("decisions", DecisionsJson.of(state))));
  }

  private static boolean isStarting(DriverState driver) {
    return driver instanceof DriverState.Unavailable away && away.problem() == Problem.STARTING;
  }

  @Override
  public Optional<ShownState> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(newest.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public String name() {
    return "own readings, since top began";
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public void close() {
    sampler.close();
    preview.close();
  }
}

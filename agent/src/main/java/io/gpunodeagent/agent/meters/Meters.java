// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.gpunodeagent.agent.logging.LostLines;
import io.gpunodeagent.agent.otlp.OtlpStatus;
import io.gpunodeagent.agent.publishing.PublishingStatus;
import io.gpunodeagent.agent.recorder.RecorderStatus;
import io.gpunodeagent.core.state.NodeState;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All of the agent's own meters, and those of the Java virtual machine. */
public final class Meters implements AutoCloseable {

  private final Parts parts;
  private final JvmMeters jvm = new JvmMeters();

  /**
   * Whose meters they are. All suppliers answer at once.
   *
   * @param lostLines of the log
   * @param loopFailures by the name of the loop
   * @param enforcement what is done to pods
   * @param shaping how the enforcer of device settings fares
   * @param publishing empty where nothing is published
   * @param otlp empty while nothing is exported
   * @param recorder empty where nothing is recorded
   */
  public record Parts(
      Supplier<LostLines> lostLines,
      Supplier<? extends Map<String, Long>> loopFailures,
      Supplier<EnforcementStatus> enforcement,
      ShapingMeters shaping,
      Optional<Supplier<PublishingStatus>> publishing,
      Supplier<Optional<OtlpStatus>> otlp,
      Optional<Supplier<RecorderStatus>> recorder) {}

  public Meters(Parts parts) {
    this.parts = parts;
  }

  /**
   * Their values now.
   *
   * @param state the one that is rendered
   * @param duplicateRows rows left out of renderings so far
   */
  public MetricSnapshots collect(NodeState state, long duplicateRows) {
    var all = new ArrayList<MetricSnapshot>();
    StateMeters.of(state, duplicateRows).forEach(all::add);
    all.addAll(jvm.collect());
    all.addAll(ThreadMeters.collect());
    all.add(LogMeters.of(parts.lostLines().get()));
    all.add(LoopMeters.of(parts.loopFailures().get()));
    all.add(EnforcementMeters.of(parts.enforcement().get()));
    parts.shaping().collect().forEach(all::add);
    parts
        .publishing()
        .map(Supplier::get)
        .map(PublishingMeters::of)
        .ifPresent(each -> each.forEach(all::add));
    // No reference to a method: making one loads the classes of what is absent.
    var exported = parts.otlp().get();
    if (exported.isPresent()) {
      all.addAll(OtlpMeters.of(exported.get()));
    }
    parts
        .recorder()
        .map(Supplier::get)
        .map(RecorderMeters::of)
        .ifPresent(each -> each.forEach(all::add));
    return new MetricSnapshots(all);
  }

  /** Stops listening to the garbage collector. */
  @Override
  public void close() {
    jvm.close();
  }
}

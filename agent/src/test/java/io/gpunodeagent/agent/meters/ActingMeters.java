// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.gpunodeagent.agent.logging.LostLines;
import io.gpunodeagent.agent.otlp.OtlpAnswer;
import io.gpunodeagent.agent.otlp.OtlpStatus;
import io.gpunodeagent.agent.persistence.ShapingStore;
import io.gpunodeagent.agent.publishing.PublishingStatus;
import io.gpunodeagent.agent.recorder.RecorderStatus;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.shaping.EnforcerReport;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobStep;
import io.gpunodeagent.core.shaping.Memory;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The meters of what the agent does outside itself, each with something to tell. */
public final class ActingMeters {

  private static final Knob KNOB = new Knob("GPU-0", Field.TIME_SLICE);

  private ActingMeters() {}

  /** A scrape of them in Prometheus' text format. */
  public static String scrape(Path folder) {
    var now = Instant.EPOCH;
    var file = Optional.of(folder.resolve("shaping.json"));
    if (!new ShapingStore(file).save(new Memory(List.of(), report(now)))) {
      throw new AssertionError(file + " cannot be written");
    }
    var shaping = new ShapingMeters(file, InstantSource.fixed(now), PolicyRules::none);
    return text(
        Stream.of(
                Stream.of(LogMeters.of(new LostLines(0, 0)), EnforcementMeters.of(enforcement())),
                PublishingMeters.of(publishing()).stream(),
                RecorderMeters.of(recorder()).stream(),
                OtlpMeters.of(otlp()).stream(),
                shaping.collect().stream())
            .flatMap(each -> each));
  }

  /** A scrape of what is counted of the agent's loops. */
  public static String loops() {
    return text(Stream.of(LoopMeters.of(Map.of("publisher", 0L))));
  }

  private static String text(Stream<MetricSnapshot> families) {
    var out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(families.toList()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static PublishingStatus publishing() {
    return new PublishingStatus(NodeMarks.none(), Optional.empty(), 0, 0, new TreeMap<>());
  }

  private static RecorderStatus recorder() {
    return new RecorderStatus(1, 0, 1, 400_000, Optional.empty());
  }

  private static OtlpStatus otlp() {
    var failures = Map.of(OtlpAnswer.Failure.TIMEOUT, 1L);
    return new OtlpStatus(1, 800, 0, failures, 0, 0, Optional.of(Instant.EPOCH));
  }

  private static EnforcementStatus enforcement() {
    var announced = new EnforcementStatus.Action("announce", "done", true);
    return new EnforcementStatus(Map.of(announced, 1L), new LinkedHashMap<>());
  }

  private static EnforcerReport report(Instant now) {
    var changes = new LinkedHashMap<EnforcerReport.Changed, Long>();
    changes.put(new EnforcerReport.Changed(KNOB, KnobStep.Change.APPLY, true), 1L);
    var drifts = new LinkedHashMap<Knob, Long>();
    drifts.put(KNOB, 1L);
    var standing =
        new KnobState(
            KNOB,
            Optional.of("rule"),
            Optional.of("short"),
            Optional.of("short"),
            KnobState.State.APPLIED,
            "",
            false);
    return new EnforcerReport(now, Duration.ofSeconds(30), List.of(standing), changes, drifts);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.gpunodeagent.agent.logging.LostLines;
import io.gpunodeagent.agent.meters.Meters;
import io.gpunodeagent.agent.meters.ShapingMeters;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.state.NodeState;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a scrape of a new sample costs, in bytes: unlike time they are the same on every machine.
 * The limits are a quarter above what docs/performance.md measured.
 */
class ScrapeCostTest {

  private static final int WARM_UP = 20;
  private static final int SCRAPES = 50;
  private static final long ALLOCATED_PER_SERIES = 720;
  private static final long WRITTEN_PER_SERIES = 270;

  private static final Meters.Parts PARTS =
      new Meters.Parts(
          () -> new LostLines(1, 2),
          () -> Map.of("publisher", 3L),
          () -> new EnforcementStatus(Map.of(), new TreeMap<>()),
          new ShapingMeters(Optional.empty(), InstantSource.system(), PolicyRules::none),
          Optional.empty(),
          Optional::empty,
          Optional.empty());

  /** Eight busy GPUs, new each time. */
  private static NodeState state(long sequence) {
    var gpus =
        IntStream.range(0, 8)
            .mapToObj(index -> Snapshots.gpu(index, Snapshots.busy()))
            .toArray(GpuSample[]::new);
    return Snapshots.state(Snapshots.of(sequence, Snapshots.TAKEN_AT, gpus));
  }

  @Test
  void aSeriesIsAllocatedInFewBytesAndWrittenInFewer() {
    var published = new AtomicReference<>(state(1));
    try (var meters = new Meters(PARTS)) {
      var exposition =
          new Exposition(
              published::get,
              HpcJobs::none,
              MetricSelection.defaults(MetricNames.CLASSIC),
              Defaults.metrics("node-1"),
              meters::collect,
              Expositions.later(400));
      scrape(exposition, published, WARM_UP);

      var text = new String(exposition.scrape(Expositions.TEXT, null).body(), UTF_8);
      var series = text.lines().filter(line -> !line.startsWith("#")).count();

      assertThat(scrape(exposition, published, SCRAPES) / SCRAPES / series)
          .as("bytes allocated for each of %d series", series)
          .isBetween(1L, ALLOCATED_PER_SERIES);
      assertThat(text.length() / series).as("bytes written").isBetween(1L, WRITTEN_PER_SERIES);
    }
  }

  /** The bytes that so many scrapes of new samples allocate. */
  private static long scrape(
      Exposition exposition, AtomicReference<NodeState> published, int times) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int time = 0; time < times; time++) {
      published.set(state(time));
      allocated -= threads.getCurrentThreadAllocatedBytes();
      exposition.scrape(Expositions.TEXT, null);
      allocated += threads.getCurrentThreadAllocatedBytes();
    }
    return allocated;
  }
}

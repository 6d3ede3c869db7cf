// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static io.gpunodeagent.agent.metrics.Expositions.OPENMETRICS;
import static io.gpunodeagent.agent.metrics.Expositions.PROTOBUF;
import static io.gpunodeagent.agent.metrics.Expositions.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.metrics.SampleReader.SampleName;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.state.NodeState;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConcurrentScrapeTest {

  private static final int SCRAPES = 300;

  private static final MetricSelection SELECTION =
      Expositions.selection(
          "DCGM_FI_DEV_SM_CLOCK, gauge, c",
          "DCGM_FI_DEV_MEM_CLOCK, gauge, c",
          "DCGM_FI_DEV_PCIE_REPLAY_COUNTER, counter, c");

  /** A snapshot whose every number is its sequence. */
  private static NodeSnapshot numbered(long sequence) {
    var readings =
        Readings.builder()
            .put(DeviceSignal.SM_CLOCK, Reading.of(sequence))
            .put(DeviceSignal.MEMORY_CLOCK, Reading.of(sequence))
            .put(DeviceSignal.PCIE_REPLAY_COUNTER, Reading.of(sequence))
            .build();
    var statistics =
        new SamplingStatistics(
            sequence, Duration.ZERO, Duration.ZERO, sequence, Map.of(), Map.of(), sequence);
    var gpus = List.of(Snapshots.gpu(0, readings), Snapshots.gpu(1, readings));
    return new NodeSnapshot(
        sequence,
        Snapshots.TAKEN_AT,
        Snapshots.ready(2),
        false,
        gpus,
        Snapshots.topology(2),
        statistics);
  }

  private static NodeState state(long sequence) {
    return Snapshots.state(numbered(sequence));
  }

  /** Threads of the server are virtual; on such a one the library's writers grew quadratically. */
  @Test
  void aScrapeOnAVirtualThreadAllocatesNoMoreThanOnAnother() throws InterruptedException {
    var scrapes = new AtomicReference<>(state(1));
    var exposition = Expositions.of(scrapes::get, SELECTION);
    Runnable scrape =
        () -> {
          for (long sequence = 1; sequence <= SCRAPES; sequence++) {
            scrapes.set(state(sequence));
            exposition.scrape(TEXT, null);
          }
        };
    allocated(Thread.ofPlatform().unstarted(scrape));
    long usual = allocated(Thread.ofPlatform().unstarted(scrape));

    assertThat(allocated(Thread.ofVirtual().unstarted(scrape))).isLessThan(usual * 3 / 2);
  }

  /** Bytes that all threads allocate while {@code thread} runs. */
  private static long allocated(Thread thread) throws InterruptedException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getTotalThreadAllocatedBytes();
    thread.start();
    thread.join();
    return threads.getTotalThreadAllocatedBytes() - before;
  }

  @Test
  void aScrapeNeverMixesTwoSnapshots() throws InterruptedException, ExecutionException {
    var published = new AtomicReference<>(state(1));
    var exposition = Expositions.of(published::get, SELECTION);
    var stop = new AtomicBoolean();
    try (var threads = Executors.newCachedThreadPool()) {
      threads.execute(
          () -> {
            for (long sequence = 2; !stop.get(); sequence++) {
              published.set(state(sequence));
            }
          });
      List<Callable<Set<Double>>> scrapers =
          List.of(
              () -> sequencesSeen(exposition, TEXT),
              () -> sequencesSeen(exposition, OPENMETRICS),
              () -> sequencesSeen(exposition, PROTOBUF));
      for (var seen : threads.invokeAll(scrapers)) {
        assertThat(seen.get()).as("publishing went on meanwhile").hasSizeGreaterThan(1);
      }
      stop.set(true);
    }
  }

  private static Set<Double> sequencesSeen(Exposition exposition, String accept) throws Exception {
    var seen = new HashSet<Double>();
    for (int scrape = 0; scrape < SCRAPES; scrape++) {
      var body = exposition.scrape(accept, null).body();
      var samples =
          accept.equals(PROTOBUF) ? SampleReader.ofProtobuf(body) : SampleReader.ofText(body);
      var numbers = new HashSet<Double>();
      samples.forEach(
          (key, value) -> {
            if (carriesTheSequence(key)) {
              numbers.add(value);
            }
          });
      assertThat(numbers).hasSize(1);
      seen.addAll(numbers);
    }
    return seen;
  }

  private static boolean carriesTheSequence(SampleName key) {
    return key.name().startsWith("DCGM")
        || key.name().endsWith("_passes_total")
        || key.name().endsWith("_enumerations_total");
  }

  @Test
  void scrapesOfOneSnapshotShareOneRendering() throws InterruptedException, ExecutionException {
    var asked = new AtomicInteger();
    var state = state(1);
    var exposition =
        Expositions.of(
            () -> {
              asked.incrementAndGet();
              return state;
            },
            SELECTION);
    var start = new CountDownLatch(1);
    var bodies = new ArrayList<byte[]>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<byte[]> scrape =
          () -> {
            start.await();
            return exposition.scrape(OPENMETRICS, null).body();
          };
      var running = Stream.generate(() -> threads.submit(scrape)).limit(32).toList();
      start.countDown();
      for (var each : running) {
        bodies.add(each.get());
      }
    }
    assertThat(asked).hasValueGreaterThanOrEqualTo(32);
    assertThat(bodies).allSatisfy(body -> assertThat(body).isSameAs(bodies.getFirst()));
  }

  @Test
  void anAgeIsNeverOlderThanASecond() {
    var state = state(1);
    var millis = new AtomicInteger(200);
    var exposition =
        Expositions.of(
            () -> state,
            SELECTION,
            Defaults.metrics("n"),
            () -> Snapshots.TAKEN_AT.plusMillis(millis.get()));
    var first = exposition.scrape(TEXT, null);
    millis.set(999);
    assertThat(exposition.scrape(TEXT, null)).isSameAs(first);
    millis.set(61_000);
    assertThat(Expositions.text(exposition))
        .contains("gpu_node_agent_source_age_seconds{source=\"nvml\"} 61\n");
  }
}

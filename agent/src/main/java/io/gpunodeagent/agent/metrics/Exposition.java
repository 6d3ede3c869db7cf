// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.Format;
import io.gpunodeagent.agent.metrics.format.MeterWriter;
import io.gpunodeagent.agent.metrics.format.Negotiation;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.state.NodeState;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers scrapes from the published state. Each state is rendered once per format and encoding, at
 * the first scrape that asks; later ones share the bytes. Never calls NVML and never waits for the
 * sampler. Safe for any number of threads.
 */
public final class Exposition {

  private final Supplier<NodeState> published;
  private final Supplier<HpcJobs> jobs;
  private final OwnMeters meters;
  private final InstantSource clock;
  private final Distinct distinct = new Distinct();
  private final MeterWriter meterWriter = new MeterWriter();
  private final Bytes scratch = new Bytes(1 << 16);
  private final ReentrantLock lock = new ReentrantLock();
  private volatile SeriesCollector collector;
  private volatile @Nullable Generation latest;

  /**
   * Serves {@code selection}, and after it {@code meters}.
   *
   * @param published the latest state; an object of its own for each publication
   */
  public Exposition(
      Supplier<NodeState> published,
      MetricSelection selection,
      MetricsConfig config,
      OwnMeters meters) {
    this(published, HpcJobs::none, selection, config, meters);
  }

  /**
   * Serves {@code selection} as well, with the jobs of a batch scheduler.
   *
   * @param jobs the latest; asked once for each rendering, and must not wait
   */
  public Exposition(
      Supplier<NodeState> published,
      Supplier<HpcJobs> jobs,
      MetricSelection selection,
      MetricsConfig config,
      OwnMeters meters) {
    this(published, jobs, selection, config, meters, InstantSource.system());
  }

  Exposition(
      Supplier<NodeState> published,
      Supplier<HpcJobs> jobs,
      MetricSelection selection,
      MetricsConfig config,
      OwnMeters meters,
      InstantSource clock) {
    this.published = published;
    this.jobs = jobs;
    this.meters = meters;
    this.clock = clock;
    collector = collectorOf(selection, config);
  }

  /** Serves another selection from now on. */
  public void select(MetricSelection selection, MetricsConfig config) {
    lock.lock();
    try {
      collector = collectorOf(selection, config);
      latest = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Renders, or finds rendered, what is known now.
   *
   * @param accept the request's {@code Accept} header
   * @param acceptEncoding the request's {@code Accept-Encoding} header
   */
  public HttpAnswer scrape(@Nullable String accept, @Nullable String acceptEncoding) {
    var format = Negotiation.format(accept, collector.hasPlainCounters());
    var gzip = Negotiation.gzip(acceptEncoding);
    var state = published.get();
    var age = Rendering.ageSeconds(state.node(), clock.instant());
    var generation = latest;
    if (generation != null && generation.isOf(state, age)) {
      var rendered = generation.rendered(format, gzip);
      if (rendered != null) {
        return rendered;
      }
    }
    return render(format, gzip);
  }

  /**
   * One thread renders; those that waited for it find its bytes. What is latest is asked again,
   * because it may have changed during the wait.
   */
  private HttpAnswer render(Format format, boolean gzip) {
    lock.lock();
    try {
      return current().render(format, gzip, scratch);
    } finally {
      lock.unlock();
    }
  }

  /** Has {@code renderer} write what is known now, from the same values as a scrape's. */
  public <T> T render(Renderer<T> renderer) {
    lock.lock();
    try {
      return current().render(renderer);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Renders what is known now as Prometheus asks for it by default, and throws it away: what a
   * scrape runs through is then loaded and compiled before the first one comes. Nothing that is
   * served changes. Does nothing while a scrape is rendered, which needs it no more; one that comes
   * meanwhile waits for the rest.
   */
  public void rehearse() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      var now = new Rendering(published.get(), jobs.get(), clock.instant());
      // Rows that are left out are counted where they are served.
      var rehearsed = collect(now, new Distinct());
      rehearsed.render(Format.OPENMETRICS, true, scratch);
    } finally {
      lock.unlock();
    }
  }

  /** Of the latest state at its age, collected unless it was before. */
  private Generation current() {
    var state = published.get();
    var now = clock.instant();
    var generation = latest;
    if (generation == null || !generation.isOf(state, Rendering.ageSeconds(state.node(), now))) {
      generation = collect(new Rendering(state, jobs.get(), now), distinct);
      latest = generation;
    }
    return generation;
  }

  private Generation collect(Rendering rendering, Distinct distinct) {
    var collected = collector.collect(rendering, distinct);
    var own = meters.collect(rendering.state(), distinct.leftOut());
    meterWriter.endOfSnapshot();
    return new Generation(rendering, collected, own, meterWriter);
  }

  private static SeriesCollector collectorOf(MetricSelection selection, MetricsConfig config) {
    return new SeriesCollector(selection.with(config), config);
  }
}

package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.snapshot.HpcJobs;
import io.gpunodeagent.core.state.NodeState;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
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
  private final PrometheusRegistry registry;
  private final AgentMeters meters;
  private final InstantSource clock;
  private final AtomicLong duplicates = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile GpuCollector collector;
  private volatile @Nullable Generation latest;

  /**
   * Serves {@code selection}, and registers with {@code registry} one collector of all GPU series
   * and the agent's own meters.
   *
   * @param published the latest state; an object of its own for each publication
   */
  public Exposition(
      Supplier<NodeState> published,
      MetricSelection selection,
      MetricsConfig config,
      PrometheusMeterRegistry registry) {
    this(published, HpcJobs::none, selection, config, registry);
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
      PrometheusMeterRegistry registry) {
    this(published, jobs, selection, config, registry, InstantSource.system());
  }

  Exposition(
      Supplier<NodeState> published,
      Supplier<HpcJobs> jobs,
      MetricSelection selection,
      MetricsConfig config,
      PrometheusMeterRegistry registry,
      InstantSource clock) {
    this.published = published;
    this.jobs = jobs;
    this.registry = registry.getPrometheusRegistry();
    this.clock = clock;
    meters = new AgentMeters(registry, published);
    collector = collectorOf(selection, config);
    this.registry.register(collector);
  }

  /** Serves another selection from now on. */
  public void select(MetricSelection selection, MetricsConfig config) {
    lock.lock();
    try {
      registry.unregister(collector);
      collector = collectorOf(selection, config);
      registry.register(collector);
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
  public ScrapeResponse scrape(@Nullable String accept, @Nullable String acceptEncoding) {
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
  private ScrapeResponse render(Format format, boolean gzip) {
    lock.lock();
    try {
      var state = published.get();
      var now = clock.instant();
      var generation = latest;
      if (generation == null || !generation.isOf(state, Rendering.ageSeconds(state.node(), now))) {
        generation = collect(Rendering.of(state, jobs.get(), now), generation);
        latest = generation;
      }
      return generation.render(format, gzip);
    } finally {
      lock.unlock();
    }
  }

  private Generation collect(Rendering rendering, @Nullable Generation predecessor) {
    meters.follow(rendering.snapshot().statistics());
    var families = ScopedValue.where(Rendering.CURRENT, rendering).call(registry::scrape);
    return new Generation(rendering, families, collector, predecessor);
  }

  private GpuCollector collectorOf(MetricSelection selection, MetricsConfig config) {
    var effective = config.aliases() ? selection.withAliases() : selection;
    return new GpuCollector(published, effective, config, duplicates);
  }
}

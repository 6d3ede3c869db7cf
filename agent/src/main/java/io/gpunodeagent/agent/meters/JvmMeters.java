// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Micrometer's meters of the Java virtual machine: memory and garbage collection. The registry's
 * own scrape names, checks and sorts every meter each time; here that is done once, when a meter is
 * added, and a scrape only reads values. Confined to one thread at a time.
 */
final class JvmMeters implements AutoCloseable {

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private volatile boolean added = true;
  private List<JvmFamily> families = List.of();

  JvmMeters() {
    this(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  JvmMeters(PrometheusMeterRegistry registry) {
    this.registry = registry;
    registry.config().onMeterAdded(_ -> added = true);
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Their values now. */
  List<MetricSnapshot> collect() {
    if (added) {
      // First, so that a meter that is added meanwhile is found at the next scrape.
      added = false;
      families = JvmFamily.of(registry);
    }
    var all = new ArrayList<MetricSnapshot>(families.size());
    for (var family : families) {
      all.add(family.read());
    }
    return all;
  }

  /** Stops listening to the garbage collector. */
  @Override
  public void close() {
    collections.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.simulated.PluginRun;
import io.gpunodeagent.agent.simulated.SimulatedTime;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthMonitor;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.offer.DeviceOffer;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Offers the GPUs of a simulation to this node's kubelet until it is closed: after each pass over
 * them, what there is and what of it is healthy.
 */
public final class DeviceOffering implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("device-plugin");

  private static final NodeInventory ON_NO_BUS = new NodeInventory(Optional.empty());

  private final LabelsConfig labels;
  private final PluginRun plugins;
  private final Sampler sampler;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Health health;
  private final HealthRules rules;

  private DeviceOffering(Outcome.Valid valid, Sources from, Path folder, InstantSource clock)
      throws StartException {
    var sampling = valid.config().sampling();
    labels = valid.config().labels();
    health = Health.unknown(clock.instant());
    rules = HealthRules.forSlowPeriod(sampling.slowPeriod());
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var source = SimulatedTime.running(sampling.source(), from.environment(), now);
    sampler =
        new Sampler(
            sampling.withSource(source), ReadingPlan.ofLabelsAndHealth(), SamplerClock.system());
    plugins = PluginRun.start(folder, sampler::latest);
    sampler.onPublish(this::take);
  }

  /**
   * Starts to read the GPUs and to offer them.
   *
   * @param folder of the kubelet's {@code kubelet.sock}
   * @throws StartException when the node simulator is not installed
   */
  public static DeviceOffering start(
      Outcome.Valid valid, Sources from, Path folder, InstantSource clock) throws StartException {
    var offering = new DeviceOffering(valid, from, folder, clock);
    offering.sampler.start();
    LOG.log(Level.INFO, "offers simulated GPUs to the kubelet of {0}", folder);
    return offering;
  }

  /** On the sampler's thread. A GPU that is not judged yet is not offered as unhealthy. */
  private void take(NodeSnapshot node) {
    health = HealthMonitor.after(health, node, rules, ON_NO_BUS);
    if (health.judged()) {
      plugins.offer(
          DeviceOffer.of(node, health, labels.effectiveMigStrategy(), labels.plugin().sharing()));
    }
  }

  /** Waits until {@link #close}. */
  public void await() throws InterruptedException {
    stopped.await();
  }

  @Override
  public void close() {
    sampler.close();
    plugins.close();
    stopped.countDown();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.Optional;

/**
 * The subject of one series: a GPU, one of its MIG instances, or one of its NVLinks.
 *
 * @param node the snapshot it is part of
 * @param gpu the GPU, or the instance's parent
 * @param instance the MIG instance, if any
 * @param link the NVLink's number; meaningless for other scopes
 * @param readings those of the metric's scope
 * @param health of the GPU, where it was judged
 */
public record Row(
    NodeSnapshot node,
    GpuSample gpu,
    Optional<MigInstance> instance,
    int link,
    Readings readings,
    Optional<GpuHealth> health) {

  /** A whole GPU. */
  public static Row ofGpu(NodeSnapshot node, GpuSample gpu) {
    return new Row(node, gpu, Optional.empty(), 0, gpu.readings(), Optional.empty());
  }

  /** A MIG instance, seen through its parent's readings. */
  public static Row ofInstance(NodeSnapshot node, GpuSample gpu, MigInstance instance) {
    return new Row(node, gpu, Optional.of(instance), 0, gpu.readings(), Optional.empty());
  }

  /** A link, seen through its GPU's readings. */
  public static Row ofLink(NodeSnapshot node, GpuSample gpu, int link) {
    return new Row(node, gpu, Optional.empty(), link, gpu.readings(), Optional.empty());
  }

  /** The same row of a GPU that was judged. */
  public Row judged(Health all) {
    var found = Optional.ofNullable(all.gpus().get(gpu.identity().uuid()));
    return new Row(node, gpu, instance, link, readings, found);
  }

  /** The same row seen through the readings that metrics of {@code scope} come from. */
  public Row in(Scope scope) {
    var own = scope == Scope.INSTANCE && instance.isPresent();
    return own ? new Row(node, gpu, instance, link, instance.get().readings(), health) : this;
  }

  /** What was read for {@code signal}. */
  public <T> Reading<T> get(Signal<T> signal) {
    return readings.get(signal);
  }
}

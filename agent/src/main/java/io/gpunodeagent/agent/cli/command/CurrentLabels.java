// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.machine.MachineFacts;
import io.gpunodeagent.agent.run.ReadingPlan;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.bus.PciScan;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthMonitor;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.output.HealthLabels;
import io.gpunodeagent.core.labels.LabelSet;
import io.gpunodeagent.core.labels.Labels;
import io.gpunodeagent.core.labels.LabelsConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;

/**
 * The labels of one reading of the GPUs.
 *
 * @param all those of health included
 * @param worst state of any GPU that one reading shows
 */
public record CurrentLabels(LabelSet all, GpuState worst) {

  private static final Path SYS = Path.of("/sys");

  /**
   * Reads the GPUs once. What health needs time to judge counts as it does in an agent that has
   * just started.
   *
   * @throws FaultException when NVML is not available
   */
  public static CurrentLabels read(SamplingConfig sampling, LabelsConfig labels) {
    var node = OneReading.take(sampling, ReadingPlan.ofLabelsAndHealth());
    var machine = MachineFacts.read(SYS, labels.plugin().machineTypeFile(), Instant.now());
    var set = Labels.of(node, machine, labels);
    var bus = sampling.source().pciDevices();
    var health =
        HealthMonitor.after(
            Health.unknown(node.takenAt()),
            node,
            HealthRules.forSlowPeriod(sampling.slowPeriod()),
            new NodeInventory(bus.flatMap(PciScan::gpus)));
    var with = new TreeMap<>(set.labels());
    with.putAll(HealthLabels.of(health));
    return new CurrentLabels(
        new LabelSet(with, set.annotations(), set.unknown(), set.problems()), health.worst());
  }

  /**
   * What can be compared with the Node. The running agent has judged health over time: one reading
   * that shows nothing worse is no objection.
   */
  public LabelSet comparableWith(ObservedNode node) {
    return HealthLabels.worst(node.marks().labels())
        .filter(judged -> worst.compareTo(judged) <= 0)
        .map(_ -> all.withholding(HealthLabels.PREFIX))
        .orElse(all);
  }
}

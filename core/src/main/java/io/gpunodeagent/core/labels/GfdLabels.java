// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.machine.PciMode;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.labels.syntax.Sanitiser;
import io.gpunodeagent.core.labels.topology.Gpus;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.List;

/**
 * The labels of GPU Feature Discovery, byte for byte where that is determined. Where it would exit
 * and take its labels along, what cannot be read is left unknown and the rest is published.
 */
final class GfdLabels {

  static final String PREFIX = Keys.NVIDIA;

  /** When the labels were first written, seconds since 1970. */
  static final String TIMESTAMP = PREFIX + "gfd.timestamp";

  private static final String MIG_CAPABLE = PREFIX + "mig.capable";
  private static final String UNKNOWN = "unknown";

  private final List<GpuSample> gpus;
  private final NodeFacts facts;
  private final LabelsConfig config;
  private final LabelCollector out;

  private GfdLabels(
      List<GpuSample> gpus, NodeFacts facts, LabelsConfig config, LabelCollector out) {
    this.gpus = gpus;
    this.facts = facts;
    this.config = config;
    this.out = out;
  }

  static void write(
      NodeSnapshot node,
      DriverState.Ready driver,
      NodeFacts facts,
      LabelsConfig config,
      LabelCollector out) {
    var gpus = Gpus.ofWork(node);
    new GfdLabels(gpus, facts, config, out).write(driver, Gpus.unidentified(node, driver));
  }

  private void write(DriverState.Ready driver, int unidentified) {
    if (config.timestamped()) {
      out.put(TIMESTAMP, facts.startedAt().getEpochSecond());
    }
    VgpuLabels.write(facts, gpus, out);
    if (unidentified > 0) {
      out.problem(
          PREFIX + "gpu.count",
          unidentified == 1
              ? "one GPU that NVML counts has no UUID"
              : unidentified + " GPUs that NVML counts have no UUID",
          "counts keep their last good value");
    }
    if (gpus.isEmpty()) {
      return;
    }
    out.put(
        PREFIX + "gpu.machine", Sanitiser.sanitise(facts.machineType().orElse(UNKNOWN).strip()));
    VersionLabels.write(driver, out);
    migCapable();
    var sharing = sharing();
    out.put(PREFIX + "mps.capable", sharing.kind() == Sharing.Kind.MPS);
    if (resourcesTold()) {
      new ResourceLabels(gpus, config.effectiveMigStrategy(), sharing, out).write();
    } else {
      out.unknown(PREFIX + "gpu.*", PREFIX + "mig-*", PREFIX + "mig.strategy");
    }
    if (unidentified > 0) {
      out.withhold(PREFIX, ".count");
    }
    out.put(PREFIX + "gpu.mode", PciMode.of(gpus, facts));
    CliqueLabel.write(gpus, out);
  }

  private void migCapable() {
    boolean any = gpus.stream().anyMatch(gpu -> migMode(gpu) instanceof Reading.Value<Long>);
    if (any) {
      out.put(MIG_CAPABLE, true);
      return;
    }
    for (var gpu : gpus) {
      if (migMode(gpu) instanceof Reading.Failed<Long> failed) {
        out.take(failed, _ -> {}, MIG_CAPABLE);
        return;
      }
    }
    out.put(MIG_CAPABLE, false);
  }

  private static Reading<Long> migMode(GpuSample gpu) {
    return Gpus.reading(gpu, DeviceSignal.MIG_MODE);
  }

  /**
   * Whether all is known that the labels of resources depend on. A GPU whose MIG mode is not known
   * may be partitioned, which matters unless MIG is not looked at and some GPU is known to be
   * whole.
   */
  private boolean resourcesTold() {
    boolean modesMatter =
        config.effectiveMigStrategy() != MigStrategy.NONE
            || gpus.stream().noneMatch(GfdLabels::whole);
    boolean known = true;
    for (var gpu : gpus) {
      if (gpu.identity().name().isBlank()) {
        keep(gpu, "nvmlDeviceGetName", "gave no name");
        known = false;
      } else if (modesMatter && migMode(gpu) instanceof Reading.Failed<Long>(var how, var code)) {
        keep(gpu, how, "answered " + code);
        known = false;
      }
    }
    return known;
  }

  private static boolean whole(GpuSample gpu) {
    return !gpu.migEnabled() && !(migMode(gpu) instanceof Reading.Failed<Long>);
  }

  private void keep(GpuSample gpu, String function, String what) {
    out.problem(
        "GPU " + gpu.identity().index(),
        function + " " + what,
        "labels of GPUs and MIG devices keep their last good values");
  }

  /** The plugin does not start with MPS and MIG together, so then nothing is shared. */
  private Sharing sharing() {
    var sharing = config.plugin().sharing();
    if (sharing.kind() == Sharing.Kind.MPS && gpus.stream().anyMatch(GpuSample::migEnabled)) {
      out.problem(
          "sharing.mps",
          "the device plugin shares no GPU by MPS on a node where MIG is enabled",
          "labels say that nothing is shared; disable MIG or remove sharing.mps");
      return Sharing.none();
    }
    return sharing;
  }
}

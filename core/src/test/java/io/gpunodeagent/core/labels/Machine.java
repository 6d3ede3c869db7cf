// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigAttributes;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.NvLink;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together nodes for tests: driver 580.105.08 and GPUs as they are added. */
public final class Machine {

  static final String H100 = "NVIDIA H100 80GB HBM3";
  static final String A100 = "NVIDIA A100-SXM4-40GB";
  static final long MIB = 1024 * 1024;
  public static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

  private final List<GpuSample> gpus = new ArrayList<>();
  private Reading<String> driver = Reading.of("580.105.08");
  private Reading<Long> cuda = Reading.of(13000L);
  private int unidentified;
  private NodeTopology topology = NodeTopology.none();

  /** A GPU of the machine. */
  public static final class Gpu {
    private final int index;
    private final String name;
    private final Readings.Builder readings = Readings.builder();
    private final List<MigInstance> instances = new ArrayList<>();
    private final List<NvLink> links = new ArrayList<>();
    private boolean mig;
    private GpuCondition condition = new GpuCondition.Fresh();
    private Reading<List<GpuProcess>> processes = Reading.of(List.of());

    public Gpu(int index, String name, long mebibytes, int major, int minor) {
      this.index = index;
      this.name = name;
      with(DeviceSignal.MEMORY_TOTAL, Reading.of(mebibytes * MIB));
      with(DeviceSignal.COMPUTE_CAPABILITY, Reading.of(((long) major << 16) | minor));
      with(DeviceSignal.MIG_MODE, Reading.of(0L));
      with(DeviceSignal.FABRIC_STATE, Reading.unsupported());
    }

    public static Gpu h100(int index) {
      return new Gpu(index, H100, 81559, 9, 0);
    }

    static Gpu a100(int index) {
      return new Gpu(index, A100, 40960, 8, 0);
    }

    <T> Gpu with(Signal<T> signal, Reading<T> reading) {
      readings.put(signal, reading);
      return this;
    }

    Gpu condition(GpuCondition other) {
      condition = other;
      return this;
    }

    Gpu processes(Reading<List<GpuProcess>> listed) {
      processes = listed;
      return this;
    }

    public Gpu fabric(long state, long status, String cluster, long clique) {
      return with(DeviceSignal.FABRIC_STATE, Reading.of(state))
          .with(DeviceSignal.FABRIC_STATUS, Reading.of(status))
          .with(TextSignal.FABRIC_CLUSTER_UUID, Reading.of(cluster))
          .with(DeviceSignal.FABRIC_CLIQUE_ID, Reading.of(clique));
    }

    /** MIG is on; without instances so far. */
    public Gpu mig() {
      mig = true;
      return with(DeviceSignal.MIG_MODE, Reading.of(1L));
    }

    /** An instance with one compute instance of its full size, at the given slices. */
    Gpu instance(String profile, int slices, long mebibytes, int start, int size) {
      return instance(
          profile,
          Reading.of(new MigInstance.Placement(start, size)),
          compute(profile, slices, slices, mebibytes));
    }

    Gpu instance(
        String profile,
        Reading<MigInstance.Placement> placement,
        MigInstance.ComputeInstance... devices) {
      instances.add(
          new MigInstance(
              instances.size() + 1, profile, placement, List.of(devices), Readings.none()));
      return mig();
    }

    static MigInstance.ComputeInstance compute(
        String profile, int own, int slices, long mebibytes) {
      var engines = new MigAttributes.Engines(slices, 1, 0, 2, 3);
      return new MigInstance.ComputeInstance(
          0,
          "MIG-" + profile,
          profile,
          Reading.of(14L * own),
          Reading.of(new MigAttributes(mebibytes, 14 * own, slices, own, engines)));
    }

    public Gpu links(
        int count, Reading<Boolean> active, Reading<Long> version, NvLink.Remote remote) {
      for (int i = 0; i < count; i++) {
        links.add(new NvLink(links.size(), active, version, remote));
      }
      return this;
    }

    GpuSample build() {
      return new GpuSample(
          new GpuIdentity(
              index,
              "GPU-" + index,
              name,
              busId(index),
              Reading.of((long) index),
              Optional.empty()),
          condition,
          STARTED,
          readings.build(),
          mig,
          instances,
          links,
          processes,
          GpuEvents.none(GpuEvents.Watch.ON, Duration.ofMinutes(5)));
    }
  }

  public static String busId(int index) {
    return "00000000:%02X:00.0".formatted(index + 16);
  }

  public Machine gpu(Gpu gpu) {
    gpus.add(gpu.build());
    return this;
  }

  Machine driver(Reading<String> version) {
    driver = version;
    return this;
  }

  Machine cuda(long version) {
    cuda = Reading.of(version);
    return this;
  }

  /** GPUs that NVML counts beside those added; negative when it counts fewer. */
  Machine unidentified(int more) {
    unidentified = more;
    return this;
  }

  public Machine topology(NodeTopology other) {
    topology = other;
    return this;
  }

  public NodeSnapshot node() {
    var ready =
        new DriverState.Ready(
            driver,
            Reading.unsupported(),
            cuda,
            Reading.unsupported(),
            "libnvidia-ml.so.1",
            gpus.size() + unidentified);
    return new NodeSnapshot(
        1, STARTED, Duration.ZERO, ready, false, gpus, topology, SamplingStatistics.none());
  }

  /** The labels by default settings, with nothing known of the machine besides. */
  public LabelSet labels() {
    return labels(PlainLabels.CONFIG);
  }

  public LabelSet labels(LabelsConfig config) {
    return Labels.of(node(), NodeFacts.unknown(STARTED), config);
  }

  public LabelSet labels(MigStrategy strategy, Sharing sharing) {
    return labels(config(strategy, sharing));
  }

  public LabelSet labels(NodeFacts facts) {
    return Labels.of(node(), facts, PlainLabels.CONFIG);
  }

  static LabelsConfig config(MigStrategy strategy, Sharing sharing) {
    var defaults = PlainLabels.CONFIG;
    return new LabelsConfig(
        defaults.owner(),
        Optional.of(strategy),
        new PluginConfig(Optional.empty(), false, Optional.empty(), sharing),
        defaults.timestamp(),
        defaults.aliases(),
        defaults.hints(),
        defaults.hold());
  }

  static Sharing timeSlicing(boolean renamed, Map<String, Integer> replicas) {
    return new Sharing(Optional.of(replicated(renamed, replicas)), Optional.empty());
  }

  static Sharing mps(Map<String, Integer> replicas) {
    return new Sharing(Optional.empty(), Optional.of(replicated(false, replicas)));
  }

  static Sharing.Replicated replicated(boolean renamed, Map<String, Integer> replicas) {
    return new Sharing.Replicated(
        renamed,
        false,
        replicas.entrySet().stream()
            .map(one -> new Sharing.Resource(one.getKey(), one.getValue()))
            .toList());
  }
}

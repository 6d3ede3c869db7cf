// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessIdentity;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Draws nodes on which everything goes wrong that may: small, so that names and ids collide. */
final class RandomInputs {

  private static final int NAMES = 4;
  private static final int PIDS = 12;

  private final Random random;

  RandomInputs(long seed) {
    random = new Random(seed);
  }

  /** The inputs of one pass. */
  AttributionInputs draw(Instant now) {
    var gpus = new GpuBuilder[1 + random.nextInt(3)];
    for (int i = 0; i < gpus.length; i++) {
      gpus[i] = gpu(i);
    }
    var dra = Map.of(dra(0), "GPU-0", dra(1), "MIG-1-1-0");
    return new AttributionInputs(
        GpuBuilder.node(now, gpus),
        new Allocations(state(now), list(8, this::allocation), allocatable()),
        new DraDevices(state(now), dra),
        table(gpus.length),
        new Pods(state(now), list(6, () -> pod(now))));
  }

  private Allocatable allocatable() {
    return random.nextInt(4) == 0
        ? new Allocatable.Unknown("doubt")
        : new Allocatable.Known(
            list(
                4,
                () ->
                    new Allocatable.Entry(
                        "r" + random.nextInt(2),
                        allocation().device(),
                        Set.copyOf(
                            list(4, () -> random.nextInt(4)).stream().distinct().toList()))));
  }

  private GpuBuilder gpu(int index) {
    var gpu = new GpuBuilder(index);
    boolean mig = random.nextInt(3) == 0;
    if (mig) {
      for (int id = 1; id <= 1 + random.nextInt(2); id++) {
        gpu.instance(id, 1 + random.nextInt(2), random.nextInt(101), random.nextInt(1000));
      }
    } else {
      gpu.with(DeviceSignal.GPU_UTILIZATION, reading(101));
    }
    gpu.with(DeviceSignal.MEMORY_USED, reading(1000));
    if (random.nextInt(5) == 0) {
      gpu.with(DeviceSignal.COMPUTE_MODE, Reading.of(3L));
    }
    if (random.nextInt(8) == 0) {
      gpu.condition(new GpuCondition.Lost("nvmlDeviceGetMemoryInfo", 15, Instant.EPOCH));
    }
    list(6, () -> process(mig)).forEach(gpu::process);
    return gpu;
  }

  private GpuProcess process(boolean mig) {
    return new GpuProcess(
        random.nextInt(PIDS),
        random.nextInt(6) == 0 ? Set.of(GpuProcess.Kind.MPS) : Set.of(GpuProcess.Kind.COMPUTE),
        random.nextInt(8) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(400)),
        mig ? OptionalInt.of(random.nextInt(4)) : OptionalInt.empty(),
        mig ? OptionalInt.of(random.nextInt(2)) : OptionalInt.empty(),
        reading(80));
  }

  private ProcessTable table(int gpus) {
    var byPid = new HashMap<Long, ProcessIdentity>();
    for (long pid = 0; pid < PIDS; pid++) {
      if (random.nextInt(6) != 0) {
        var command = random.nextInt(4) == 0 ? "nvidia-cuda-mps" : "x) R 1 1";
        byPid.put(pid, new ProcessIdentity(pid, 1, command, owner()));
      }
    }
    var doubts = new HashMap<String, Visibility>();
    for (int i = 0; i < gpus; i++) {
      if (random.nextInt(5) == 0) {
        doubts.put("GPU-" + i, visibility());
      }
    }
    var node = random.nextInt(5) == 0 ? visibility() : new Visibility.Full();
    return new ProcessTable(node, doubts, byPid);
  }

  private Visibility visibility() {
    return random.nextBoolean() ? new Visibility.Partial("doubt") : new Visibility.Blind("doubt");
  }

  private ProcessOwner owner() {
    return switch (random.nextInt(6)) {
      case 0 -> new ProcessOwner.OnHost("/system.slice/x.service");
      case 1 -> new ProcessOwner.Hidden("denied");
      default -> new ProcessOwner.InPod("uid-" + random.nextInt(NAMES), containerId());
    };
  }

  private PodInfo pod(Instant now) {
    var phase = List.of("Running", "Running", "Pending", "Succeeded", "Failed");
    return new PodBuilder("uid-" + random.nextInt(NAMES), "ns", podName())
        .staticPodId(
            random.nextInt(4) == 0 ? Optional.of("uid-" + random.nextInt(NAMES)) : Optional.empty())
        .phase(phase.get(random.nextInt(phase.size())))
        .startedAt(
            random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(now.minusSeconds(random.nextInt(20))))
        .containers(list(3, this::container))
        .gang(PodInfo.Gang.UNKNOWN)
        .build();
  }

  private PodInfo.Container container() {
    return new PodInfo.Container(
        containerName(),
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(containerId()),
        PodInfo.Kind.MAIN,
        Optional.empty(),
        random.nextInt(3));
  }

  private Allocation allocation() {
    var device = device();
    boolean claim = device instanceof DeviceId.Dra || random.nextInt(8) == 0;
    return new Allocation(
        Cluster.name(podName(), containerName()),
        "nvidia.com/gpu",
        device,
        random.nextInt(3) == 0 ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty(),
        claim
            ? Optional.of(
                new Allocation.DraClaim(
                    "claim", "ns", "driver", "pool", "device", Optional.empty()))
            : Optional.empty());
  }

  private DeviceId device() {
    int index = random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0 -> new DeviceId.Mig("MIG-" + index + "-1-" + random.nextInt(2));
      case 1 -> new DeviceId.MigOfGpu("GPU-" + index, 1, random.nextInt(2));
      case 2 -> new DeviceId.Minor(index, OptionalInt.empty());
      case 3 -> new DeviceId.Minor(index, OptionalInt.of(1));
      case 4 -> dra(random.nextInt(3));
      case 5 -> random.nextBoolean() ? new DeviceId.All() : new DeviceId.Unrecognised("x");
      case 6 -> random.nextBoolean() ? new DeviceId.Slot("GPU-0", 1) : dra(0);
      default -> new DeviceId.Gpu("GPU-" + index);
    };
  }

  private SourceState state(Instant now) {
    var read = now.minusSeconds(random.nextInt(20));
    return switch (random.nextInt(6)) {
      case 0 -> new SourceState.Off();
      case 1 -> new SourceState.Down(now, Optional.of(read), "gone");
      default -> new SourceState.Up(read);
    };
  }

  private Reading<Long> reading(int bound) {
    return switch (random.nextInt(8)) {
      case 0 -> Reading.unsupported();
      case 1 -> Reading.failed("nvmlDeviceGetName", 999);
      default -> Reading.of((long) random.nextInt(bound));
    };
  }

  private String podName() {
    return "pod-" + random.nextInt(NAMES);
  }

  private String containerName() {
    return random.nextBoolean() ? "main" : "side";
  }

  private String containerId() {
    return "id-" + random.nextInt(6);
  }

  private static DeviceId.Dra dra(int number) {
    return new DeviceId.Dra("gpu.nvidia.com", "node", "gpu-" + number);
  }

  private <T> List<T> list(int longest, Supplier<T> element) {
    var list = new ArrayList<T>();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }
}

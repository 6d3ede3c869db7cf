// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.PodIndex;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.sources.ProcessIdentity;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The processes listed on one device, each in one class.
 *
 * @param ofPods by owner, in NVML's order
 * @param host outside any pod
 * @param mpsServers servers of the Multi-Process Service
 * @param unseen gone or hidden
 * @param mps whether the Multi-Process Service is at work, so that use may show under its server
 */
record ProcessClasses(
    SequencedMap<DeviceUser, List<GpuProcess>> ofPods,
    List<GpuProcess> host,
    List<GpuProcess> mpsServers,
    List<GpuProcess> unseen,
    boolean mps) {

  /** {@code nvidia-cuda-mps-server} as the kernel cuts it. */
  private static final String MPS_SERVER = "nvidia-cuda-mps";

  /**
   * Sorts the processes of a device.
   *
   * @param believed whether the list says anything at all
   * @param exclusiveProcess whether the GPU admits one process only, as MPS sets it
   */
  static ProcessClasses of(
      List<GpuProcess> processes,
      ProcessTable table,
      PodIndex pods,
      boolean believed,
      boolean exclusiveProcess) {
    boolean clients =
        processes.stream().anyMatch(process -> process.kinds().contains(GpuProcess.Kind.MPS));
    var classes =
        new ProcessClasses(
            new LinkedHashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            clients || exclusiveProcess);
    for (var process : processes) {
      var identity = believed ? table.byPid().get(process.pid()) : null;
      if (identity == null) {
        classes.unseen.add(process);
      } else if (classes.mps && isServer(process, identity)) {
        classes.mpsServers.add(process);
      } else {
        classes.add(process, identity.owner(), pods);
      }
    }
    boolean atWork = clients || !classes.mpsServers.isEmpty();
    return new ProcessClasses(
        classes.ofPods, classes.host, classes.mpsServers, classes.unseen, atWork);
  }

  private void add(GpuProcess process, ProcessOwner owner, PodIndex pods) {
    switch (owner) {
      case ProcessOwner.InPod pod ->
          ofPods.computeIfAbsent(pods.user(pod), _ -> new ArrayList<>(2)).add(process);
      case ProcessOwner.OnHost(var _) -> host.add(process);
      case ProcessOwner.Hidden(var _) -> unseen.add(process);
    }
  }

  /** The name is the process's own choice: believed only where MPS shows by other signs. */
  private static boolean isServer(GpuProcess process, ProcessIdentity identity) {
    return identity.command().equals(MPS_SERVER) && !process.kinds().contains(GpuProcess.Kind.MPS);
  }
}

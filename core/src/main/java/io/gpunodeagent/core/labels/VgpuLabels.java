// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.machine.PciDevice;
import io.gpunodeagent.core.labels.machine.VgpuCapability;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.List;
import java.util.Optional;

/**
 * Whether this machine is the guest of a host that lends it virtual GPUs. Recognised by the
 * devices' configuration space; without the right to read it, by NVML, which knows nothing of the
 * host.
 */
final class VgpuLabels {

  private static final String VGPU = GfdLabels.PREFIX + "vgpu.";
  private static final String PRESENT = VGPU + "present";
  private static final long GUEST_OF_VGPU = 2;

  private VgpuLabels() {}

  static void write(NodeFacts facts, List<GpuSample> gpus, LabelCollector out) {
    var readable = facts.pci().filter(pci -> pci.stream().noneMatch(VgpuLabels::unreadable));
    readable.ifPresentOrElse(pci -> bySpace(pci, out), () -> byNvml(gpus, out));
  }

  private static boolean unreadable(PciDevice device) {
    return device.vgpu() instanceof VgpuCapability.Unreadable;
  }

  /** The last device wins, as no machine has two hosts. */
  private static void bySpace(List<PciDevice> pci, LabelCollector out) {
    boolean present = false;
    for (var device : pci) {
      switch (device.vgpu()) {
        case VgpuCapability.Guest(var version, var branch) -> {
          present = true;
          out.put(VGPU + "host-driver-version", version);
          out.put(VGPU + "host-driver-branch", branch);
        }
        case VgpuCapability.GuestOfUnknownHost() -> {
          present = true;
          out.problem(
              VGPU + "host-driver-version",
              device.address(),
              "is a virtual GPU that does not say which driver its host has",
              "the labels of the host are left out");
        }
        case VgpuCapability.None(), VgpuCapability.Unreadable() -> {}
      }
    }
    out.put(PRESENT, present);
  }

  private static void byNvml(List<GpuSample> gpus, LabelCollector out) {
    var modes =
        gpus.stream()
            .map(gpu -> gpu.readings().get(DeviceSignal.VIRTUALIZATION_MODE))
            .map(Reading::toOptional)
            .toList();
    if (!modes.isEmpty() && modes.stream().allMatch(Optional::isPresent)) {
      out.put(PRESENT, modes.contains(Optional.of(GUEST_OF_VGPU)));
    }
    out.unknown(VGPU + "*");
  }
}

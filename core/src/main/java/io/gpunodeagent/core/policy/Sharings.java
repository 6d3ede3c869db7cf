// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.policy.rule.Match.Sharing;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import org.jspecify.annotations.Nullable;

/** Tells how a device is given out, in the words of rules. */
final class Sharings {

  /** {@code NVML_COMPUTEMODE_EXCLUSIVE_PROCESS}, as the Multi-Process Service sets it. */
  private static final Reading<Long> EXCLUSIVE_PROCESS = Reading.of(3L);

  private Sharings() {}

  /** {@link Sharing#ANY} when it is none of those a rule can name. */
  static Sharing of(AttributedDevice device, @Nullable GpuSample gpu) {
    if (device.device() instanceof Device.GpuInstance) {
      return Sharing.MIG;
    }
    return switch (device.sharing()) {
      case EXCLUSIVE -> Sharing.EXCLUSIVE;
      case REPLICAS -> mps(device, gpu) ? Sharing.MPS : Sharing.TIME_SLICED;
      case UNHELD, COMPUTE_INSTANCES, COMMON -> Sharing.ANY;
    };
  }

  private static boolean mps(AttributedDevice device, @Nullable GpuSample gpu) {
    return !device.unattributed().mpsServers().isEmpty()
        || (gpu != null && gpu.readings().get(DeviceSignal.COMPUTE_MODE).equals(EXCLUSIVE_PROCESS));
  }
}

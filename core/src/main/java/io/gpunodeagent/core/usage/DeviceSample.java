// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.Occupant.Relation;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import io.gpunodeagent.core.usage.evidence.Load;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one sample says of one device as a whole.
 *
 * @param gpu the GPU it is or lies on
 * @param readings of the device itself
 * @param sources what each source says of it
 * @param corroborated whether the sources of load were seen to count in this very sample
 * @param doubt why nothing may be believed, or why rest may not
 * @param mps whether the Multi-Process Service hides who uses it
 * @param before what was remembered of it
 * @param history what is now, but for its sharing
 */
record DeviceSample(
    AttributedDevice device,
    GpuSample gpu,
    Readings readings,
    Map<Source, Verdict> sources,
    boolean corroborated,
    Optional<Doubt> doubt,
    boolean mps,
    DeviceHistory before,
    DeviceHistory history) {

  /** Whether all use of the device is that of the one who holds it. */
  boolean sole() {
    boolean alone = device.sharing() == Sharing.EXCLUSIVE && device.host().pids().isEmpty();
    for (var occupant : device.occupants()) {
      alone &= friendly(occupant.relation());
    }
    return alone;
  }

  private static boolean friendly(Relation relation) {
    return switch (relation) {
      case HOLDER, SAME_POD, UNKNOWN -> true;
      case FOREIGN, UNALLOCATED, POSSIBLE_HOLDER -> false;
    };
  }

  /** Whether the processes listed are all there are. */
  boolean seesAll() {
    return gpu.processes() instanceof Reading.Value<List<GpuProcess>>
        && device.visibility().full()
        && device.unattributed().unseen().isEmpty();
  }

  /** The device as a whole: use, rest or neither. */
  Verdict verdict() {
    return Load.all(sources, corroborated);
  }
}

package io.gpunodeagent.core.attribution;

import java.time.Instant;
import java.util.List;

/** Where allocation and use disagree. Only what is proven: doubt makes no finding. */
public sealed interface Finding {

  /** Where. */
  Device device();

  /** Who. */
  Party party();

  /**
   * A holder of whose pod no use was ever seen.
   *
   * @param since from when on use would have been seen without a gap
   */
  record AllocatedNeverUsed(Device device, Party party, Instant since) implements Finding {}

  /**
   * A pod uses a device that nobody was given.
   *
   * @param share its processes and what they use
   */
  record UsedNotAllocated(Device device, Party party, Share share) implements Finding {}

  /**
   * A pod uses a device that other pods were given.
   *
   * @param share its processes and what they use
   * @param holders who was given it
   */
  record UsedByAnotherPod(Device device, Party party, Share share, List<Party> holders)
      implements Finding {
    public UsedByAnotherPod {
      holders = List.copyOf(holders);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which devices the kubelet has to give out, as device plugins registered them. It lists healthy
 * ones only, so a device or replica may be missing.
 */
public sealed interface Allocatable {

  /** The kubelet does not tell: it is not asked, too old, or gave no good answer. */
  record Unknown(String reason) implements Allocatable {}

  /** What it reported last. */
  record Known(List<Entry> entries) implements Allocatable {

    public Known {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A device of one resource.
   *
   * @param resource such as {@code nvidia.com/gpu}
   * @param replicas numbers of its replicas, ascending; empty when it is given out as a whole
   */
  record Entry(String resource, DeviceId device, Set<Integer> replicas) {

    public Entry {
      replicas = Collections.unmodifiableSet(new TreeSet<>(replicas));
    }
  }
}

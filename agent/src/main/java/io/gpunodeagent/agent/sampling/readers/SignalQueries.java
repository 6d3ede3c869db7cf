// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.signal.EccSignal;
import io.gpunodeagent.core.signal.NvLinkErrorSignal;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.nvml.NvmlEccCounterType;
import io.gpunodeagent.nvml.NvmlMemoryErrorType;
import io.gpunodeagent.nvml.NvmlMemoryLocation;
import io.gpunodeagent.nvml.NvmlNvLinkErrorCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The calls a plan needs: rows of the tables, and one for each counter of memories and links. */
final class SignalQueries {

  private SignalQueries() {}

  /** The queries that answer {@code wanted}, each call once. */
  static List<Query<?>> answering(Set<Signal<?>> wanted) {
    var queries = new ArrayList<Query<?>>(answeringInstances(wanted));
    queries.addAll(wanted(DeviceQueries.ROWS, wanted));
    queries.addAll(wanted(FixedQueries.ROWS, wanted));
    for (var signal : wanted) {
      if (signal instanceof EccSignal ecc) {
        queries.add(of(ecc));
      } else if (signal instanceof NvLinkErrorSignal error) {
        queries.add(of(error));
      }
    }
    return queries;
  }

  /** Those of {@code wanted} that a MIG device answers for its instance. */
  static List<Query<?>> answeringInstances(Set<Signal<?>> wanted) {
    return wanted(DeviceQueries.MEMORY_ROWS, wanted);
  }

  private static List<Query<?>> wanted(List<Query<?>> rows, Set<Signal<?>> wanted) {
    return rows.stream()
        .filter(row -> row.parts().stream().anyMatch(part -> wanted.contains(part.signal())))
        .toList();
  }

  private static Query<Long> of(EccSignal signal) {
    var type =
        switch (signal.error()) {
          case CORRECTED -> NvmlMemoryErrorType.CORRECTED;
          case UNCORRECTED -> NvmlMemoryErrorType.UNCORRECTED;
        };
    var counter =
        switch (signal.counter()) {
          case VOLATILE -> NvmlEccCounterType.VOLATILE_ECC;
          case AGGREGATE -> NvmlEccCounterType.AGGREGATE_ECC;
        };
    var location =
        switch (signal.location()) {
          case L1_CACHE -> NvmlMemoryLocation.L1_CACHE;
          case L2_CACHE -> NvmlMemoryLocation.L2_CACHE;
          case DEVICE_MEMORY -> NvmlMemoryLocation.DRAM;
          case REGISTER_FILE -> NvmlMemoryLocation.REGISTER_FILE;
          case TEXTURE_MEMORY -> NvmlMemoryLocation.TEXTURE_MEMORY;
          case TEXTURE_SHM -> NvmlMemoryLocation.TEXTURE_SHM;
          case CBU -> NvmlMemoryLocation.CBU;
          case SRAM -> NvmlMemoryLocation.SRAM;
        };
    return Query.asking(signal, device -> device.memoryErrorCounter(type, counter, location));
  }

  private static Query<Long> of(NvLinkErrorSignal signal) {
    var counter =
        switch (signal.counter()) {
          case REPLAY -> NvmlNvLinkErrorCounter.DL_REPLAY;
          case RECOVERY -> NvmlNvLinkErrorCounter.DL_RECOVERY;
          case CRC_FLIT -> NvmlNvLinkErrorCounter.DL_CRC_FLIT;
          case CRC_DATA -> NvmlNvLinkErrorCounter.DL_CRC_DATA;
          case ECC_DATA -> NvmlNvLinkErrorCounter.DL_ECC_DATA;
        };
    return Query.asking(signal, device -> device.nvLinkErrorCounter(signal.link(), counter));
  }
}

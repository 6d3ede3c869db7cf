// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.placement.Basis;
import io.gpunodeagent.core.attribution.placement.Portion;
import io.gpunodeagent.core.sources.Allocation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a container was given of one device.
 *
 * @param entries the kubelet's, at least one; their device ids say how they were matched. Of a
 *     device that another pod keeps, the keeper's in the holder's name
 * @param basis from where it is known
 * @param portions how much each entry gives
 * @param computeInstanceIds the compute instances given, ascending; empty unless the ids name some
 * @param watch since when it is known and used
 */
public record Holding(
    List<Allocation> entries,
    Basis basis,
    List<Portion> portions,
    List<Integer> computeInstanceIds,
    Watch watch) {

  public Holding {
    entries = List.copyOf(entries);
    portions = List.copyOf(portions);
    computeInstanceIds = List.copyOf(computeInstanceIds);
  }

  /** The replicas held, ascending; none when the device is not shared by replicas. */
  public List<Integer> replicas() {
    return entries.stream()
        .map(Allocation::replica)
        .flatMapToInt(OptionalInt::stream)
        .flatMap(IntStream::of)
        .distinct()
        .sorted()
        .boxed()
        .toList();
  }

  /** The DRA claims it came by. */
  public List<Allocation.DraClaim> claims() {
    return entries.stream().map(Allocation::claim).flatMap(Optional::stream).toList();
  }
}

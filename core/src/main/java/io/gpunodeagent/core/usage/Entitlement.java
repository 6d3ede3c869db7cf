// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.placement.Portion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much of a device a holder was given.
 *
 * @param part of its compute, above 0 to 1, and of its memory unless that is limited apart; empty
 *     when it is not known
 * @param memoryBytes of its memory; empty when it is not known
 */
record Entitlement(OptionalDouble part, OptionalLong memoryBytes) {

  private static final double PERCENT = 100;

  /** Nothing is known. */
  static final Entitlement UNKNOWN = new Entitlement(OptionalDouble.empty(), OptionalLong.empty());

  /**
   * What {@code holding} gives.
   *
   * @param memoryTotal of the device, bytes
   */
  static Entitlement of(AttributedDevice device, Holding holding, Optional<Long> memoryTotal) {
    return switch (device.sharing()) {
      case EXCLUSIVE -> inProportion(OptionalDouble.of(1), memoryTotal);
      case REPLICAS -> sum(holding.portions(), device.replicas(), memoryTotal);
      case UNHELD, COMPUTE_INSTANCES, COMMON -> UNKNOWN;
    };
  }

  private static Entitlement sum(
      List<Portion> portions, OptionalInt replicas, Optional<Long> memoryTotal) {
    return portions.stream()
        .map(portion -> of(portion, replicas, memoryTotal))
        .reduce(Entitlement::plus)
        .orElse(UNKNOWN);
  }

  private static Entitlement of(Portion portion, OptionalInt replicas, Optional<Long> memoryTotal) {
    return switch (portion) {
      case Portion.Replica _ ->
          inProportion(
              replicas.isEmpty()
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(1.0 / replicas.getAsInt()),
              memoryTotal);
      case Portion.Fraction(var part) -> inProportion(OptionalDouble.of(part), memoryTotal);
      case Portion.Memory(var bytes) ->
          new Entitlement(
              memoryTotal
                  .filter(total -> total > 0)
                  .map(total -> OptionalDouble.of(Math.min(1, (double) bytes / total)))
                  .orElseGet(OptionalDouble::empty),
              OptionalLong.of(bytes));
      case Portion.Limits(var bytes, var percent) ->
          new Entitlement(
              percent > 0 && percent <= PERCENT
                  ? OptionalDouble.of(percent / PERCENT)
                  : OptionalDouble.empty(),
              bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty());
      case Portion.Whole(), Portion.Unstated() -> UNKNOWN;
    };
  }

  private static Entitlement inProportion(OptionalDouble part, Optional<Long> memoryTotal) {
    return new Entitlement(
        part,
        part.isEmpty() || memoryTotal.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of((long) (memoryTotal.get() * part.getAsDouble())));
  }

  /** Both; what is not known of one is not known of both. */
  private Entitlement plus(Entitlement more) {
    return new Entitlement(
        part.isEmpty() || more.part.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.min(1, part.getAsDouble() + more.part.getAsDouble())),
        memoryBytes.isEmpty() || more.memoryBytes.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(memoryBytes.getAsLong() + more.memoryBytes.getAsLong()));
  }
}

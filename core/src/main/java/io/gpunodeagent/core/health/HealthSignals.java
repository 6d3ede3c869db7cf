// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static io.gpunodeagent.core.signal.FieldSignal.slow;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Signal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is read of every GPU to judge its health; numbers are {@code NVML_FI_*}. */
public final class HealthSignals {

  /** 1 while ECC is on. */
  static final FieldSignal ECC_MODE = slow(1);

  /** Corrected memory errors since driver load. */
  static final FieldSignal CORRECTED_VOLATILE = slow(3);

  /** Uncorrectable memory errors since driver load. */
  static final FieldSignal UNCORRECTED_VOLATILE = slow(4);

  /** Uncorrectable memory errors over the board's life. */
  static final FieldSignal UNCORRECTED_AGGREGATE = slow(6);

  /** 1 while page retirements wait for a reset; before Ampere. */
  static final FieldSignal RETIRED_PENDING = slow(31);

  /** 1 while a row remap waits for a reset; not supported with MIG instances. */
  static final FieldSignal REMAP_PENDING = slow(144);

  /** 1 when a row remap has failed. */
  static final FieldSignal REMAP_FAILURE = slow(145);

  /** {@code nvmlDeviceGpuRecoveryAction_t}; drivers from 565 on. */
  static final FieldSignal RECOVERY_ACTION = slow(230);

  /** Energy since driver load, mJ; going backwards shows a reset. */
  static final FieldSignal ENERGY = FieldSignal.everyPass(83);

  /** NVLink errors that matter by their rate: CRC of flow control and of data, and replays. */
  static final List<FieldSignal> LINK_ERROR_RATES = List.of(slow(38), slow(45), slow(52));

  /** NVLink events of which each one matters: recoveries, to NVLink 4 and from NVLink 5 on. */
  static final List<FieldSignal> LINK_RECOVERIES =
      List.of(slow(59), slow(214).withScope(FieldSignal.ALL), slow(215).withScope(FieldSignal.ALL));

  /** What must be read, or refused as unsupported, before a GPU can be called healthy. */
  static final List<Signal<Long>> NEEDED =
      List.of(
          ECC_MODE,
          UNCORRECTED_VOLATILE,
          UNCORRECTED_AGGREGATE,
          RETIRED_PENDING,
          REMAP_PENDING,
          REMAP_FAILURE,
          RECOVERY_ACTION,
          DeviceSignal.CLOCKS_EVENT_REASONS,
          DeviceSignal.FABRIC_STATE,
          DeviceSignal.FABRIC_STATUS,
          DeviceSignal.FABRIC_HEALTH_MASK,
          DeviceSignal.FABRIC_HEALTH_SUMMARY);

  /**
   * What speaks against a GPU when it can be read: counters that only mean something when they
   * grow, and flags that take rights or drivers many nodes do not have.
   */
  static final List<Signal<Long>> ADVISORY =
      Stream.of(
              List.of(
                  CORRECTED_VOLATILE,
                  ENERGY,
                  DeviceSignal.SRAM_THRESHOLD_EXCEEDED,
                  DeviceSignal.MEMORY_UNREPAIRABLE,
                  DeviceSignal.PCIE_WIDTH,
                  DeviceSignal.PCIE_MAX_WIDTH,
                  DeviceSignal.PCIE_GENERATION,
                  DeviceSignal.PCIE_MAX_GENERATION,
                  DeviceSignal.GPU_UTILIZATION),
              LINK_ERROR_RATES,
              LINK_RECOVERIES)
          .<Signal<Long>>flatMap(Collection::stream)
          .toList();

  /** All of them: what the sampling plan has to hold. */
  public static final Set<Signal<?>> SIGNALS =
      Stream.concat(NEEDED.stream(), ADVISORY.stream()).collect(Collectors.toUnmodifiableSet());

  private HealthSignals() {}
}

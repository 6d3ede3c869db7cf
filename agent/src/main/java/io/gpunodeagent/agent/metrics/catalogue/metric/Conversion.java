// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import java.util.OptionalDouble;

/**
 * How a reading in NVML's unit becomes the number DCGM exports. Whole numbers above 2^53 lose their
 * last digits, as they do in Prometheus itself.
 */
public enum Conversion {
  /** The number as NVML gives it. */
  NONE("as read"),
  /** Bytes to whole MiB. */
  MEBIBYTES("bytes / 1048576, truncated"),
  /** Milliwatts to watts. */
  WATTS("mW / 1000"),
  /** Milliwatts to whole watts: DCGM divides limits as integers. */
  WHOLE_WATTS("mW / 1000, truncated"),
  /** Percent to a ratio of 0 to 1. */
  RATIO("% / 100"),
  /** Megahertz to hertz. */
  HERTZ("MHz × 1000000"),
  /** Millijoules to joules. */
  JOULES("mJ / 1000"),
  /** Nanoseconds to seconds. */
  SECONDS("ns / 1000000000"),
  /** MiB per second to whole bytes per second. */
  BYTES_PER_SECOND("MiB/s × 1048576, truncated"),
  /** KiB per second to what DCGM calls MB per second: divided by 1000, not by 1024. */
  NVLINK_RATE("KiB/s / 1000, truncated"),
  /** KiB per second to whole bytes per second. */
  NVLINK_BYTES("KiB/s × 1024, truncated"),
  /**
   * NVML's compute mode (0, 2, 3) to DCGM's (0, 1, 2); its retired exclusive-thread mode is absent.
   */
  COMPUTE_MODE("0 → 0, 2 → 1, 3 → 2"),
  /** A packed bit error rate: exponent in bits 0 to 7, mantissa in bits 8 to 11. */
  BIT_ERROR_RATE("mantissa × 10^-exponent");

  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private final String words;

  Conversion(String words) {
    this.words = words;
  }

  /** How tables and documents write it. */
  public String words() {
    return words;
  }

  /** The exported number, or nothing where {@code raw} says that the quantity is not known. */
  public OptionalDouble apply(double raw) {
    return switch (this) {
      case NONE -> OptionalDouble.of(raw);
      case MEBIBYTES -> OptionalDouble.of(Math.floor(raw / BYTES_PER_MEBIBYTE));
      case WATTS, JOULES -> OptionalDouble.of(raw / 1000);
      case WHOLE_WATTS, NVLINK_RATE -> OptionalDouble.of(Math.floor(raw / 1000));
      case RATIO -> OptionalDouble.of(raw / 100);
      case HERTZ -> OptionalDouble.of(raw * 1_000_000);
      case SECONDS -> OptionalDouble.of(raw / 1_000_000_000);
      case BYTES_PER_SECOND -> OptionalDouble.of(Math.floor(raw * BYTES_PER_MEBIBYTE));
      case NVLINK_BYTES -> OptionalDouble.of(Math.floor(raw * 1024));
      case COMPUTE_MODE -> computeMode((int) raw);
      case BIT_ERROR_RATE -> OptionalDouble.of(bitErrorRate((long) raw));
    };
  }

  /** The same for a reading that may be absent. */
  public OptionalDouble apply(OptionalDouble raw) {
    return raw.isPresent() ? apply(raw.getAsDouble()) : raw;
  }

  private static OptionalDouble computeMode(int mode) {
    return switch (mode) {
      case 0 -> OptionalDouble.of(0);
      case 2 -> OptionalDouble.of(1);
      case 3 -> OptionalDouble.of(2);
      default -> OptionalDouble.empty();
    };
  }

  private static double bitErrorRate(long packed) {
    return Double.parseDouble(((packed >> 8) & 0xf) + "e-" + (packed & 0xff));
  }
}

package io.gpunodeagent.agent.metrics.catalogue;

import java.util.OptionalDouble;

/**
 * How a reading in NVML's unit becomes the number DCGM exports. Whole numbers above 2^53 lose their
 * last digits, as they do in Prometheus itself.
 */
public enum Conversion {
  /** The number as NVML gives it. */
  NONE("as read") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(raw);
    }
  },
  /** Bytes to whole MiB. */
  MEBIBYTES("bytes / 1048576, truncated") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(Math.floor(raw / BYTES_PER_MEBIBYTE));
    }
  },
  /** Milliwatts to watts. */
  WATTS("mW / 1000") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(raw / 1000);
    }
  },
  /** Milliwatts to whole watts: DCGM divides limits as integers. */
  WHOLE_WATTS("mW / 1000, truncated") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(Math.floor(raw / 1000));
    }
  },
  /** Percent to a ratio of 0 to 1. */
  RATIO("% / 100") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(raw / 100);
    }
  },
  /** Megahertz to hertz. */
  HERTZ("MHz × 1000000") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(raw * 1_000_000);
    }
  },
  /** Millijoules to joules. */
  JOULES("mJ / 1000") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(raw / 1000);
    }
  },
  /** Nanoseconds to seconds. */
  SECONDS("ns / 1000000000") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(raw / 1_000_000_000);
    }
  },
  /** MiB per second to whole bytes per second. */
  BYTES_PER_SECOND("MiB/s × 1048576, truncated") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(Math.floor(raw * BYTES_PER_MEBIBYTE));
    }
  },
  /** KiB per second to what DCGM calls MB per second: divided by 1000, not by 1024. */
  NVLINK_RATE("KiB/s / 1000, truncated") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(Math.floor(raw / 1000));
    }
  },
  /** KiB per second to whole bytes per second. */
  NVLINK_BYTES("KiB/s × 1024, truncated") {
    @Override
    public OptionalDouble apply(double raw) {
      return OptionalDouble.of(Math.floor(raw * 1024));
    }
  },
  /**
   * NVML's compute mode (0, 2, 3) to DCGM's (0, 1, 2); its retired exclusive-thread mode is absent.
   */
  COMPUTE_MODE("0 → 0, 2 → 1, 3 → 2") {
    @Override
    public OptionalDouble apply(double raw) {
      return switch ((int) raw) {
        case 0 -> OptionalDouble.of(0);
        case 2 -> OptionalDouble.of(1);
        case 3 -> OptionalDouble.of(2);
        default -> OptionalDouble.empty();
      };
    }
  },
  /** A packed bit error rate: exponent in bits 0 to 7, mantissa in bits 8 to 11. */
  BIT_ERROR_RATE("mantissa × 10^-exponent") {
    @Override
    public OptionalDouble apply(double raw) {
      var packed = (long) raw;
      return OptionalDouble.of(Double.parseDouble(((packed >> 8) & 0xf) + "e-" + (packed & 0xff)));
    }
  };

  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private final String words;

  Conversion(String words) {
    this.words = words;
  }

  /** How documents describe it. */
  public String words() {
    return words;
  }

  /** The exported number, or nothing where {@code raw} says that the quantity is not known. */
  public abstract OptionalDouble apply(double raw);

  /** The same for a reading that may be absent. */
  OptionalDouble apply(OptionalDouble raw) {
    return raw.isPresent() ? apply(raw.getAsDouble()) : raw;
  }
}

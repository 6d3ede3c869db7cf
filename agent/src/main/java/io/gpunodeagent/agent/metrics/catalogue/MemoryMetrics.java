package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.core.snapshot.DeviceSignal.BAR1_FREE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.BAR1_TOTAL;
import static io.gpunodeagent.core.snapshot.DeviceSignal.BAR1_USED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_FREE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_RESERVED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_TOTAL;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_UNREPAIRABLE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_USED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.REMAP_BANKS_HIGH;
import static io.gpunodeagent.core.snapshot.DeviceSignal.REMAP_BANKS_LOW;
import static io.gpunodeagent.core.snapshot.DeviceSignal.REMAP_BANKS_MAX;
import static io.gpunodeagent.core.snapshot.DeviceSignal.REMAP_BANKS_NONE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.REMAP_BANKS_PARTIAL;
import static io.gpunodeagent.core.snapshot.DeviceSignal.RETIRED_PAGES_SINGLE_BIT;
import static io.gpunodeagent.core.snapshot.DeviceSignal.SRAM_THRESHOLD_EXCEEDED;
import static io.gpunodeagent.core.snapshot.FieldSignal.slow;

import io.gpunodeagent.core.attribution.Share;
import io.gpunodeagent.core.snapshot.EccSignal;
import io.gpunodeagent.core.snapshot.EccSignal.Counter;
import io.gpunodeagent.core.snapshot.EccSignal.ErrorType;
import io.gpunodeagent.core.snapshot.EccSignal.Location;
import io.gpunodeagent.core.snapshot.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Frame buffer, BAR1, ECC, and repairs of memory. Field numbers are {@code NVML_FI_*}. */
final class MemoryMetrics {

  private static final List<EccMemory> ECC_MEMORIES =
      List.of(
          new EccMemory("L1", Location.L1_CACHE, "L1 cache", List.of(314, 315, 324, 325)),
          new EccMemory("L2", Location.L2_CACHE, "L2 cache", List.of(316, 317, 326, 327)),
          new EccMemory(
              "DEV", Location.DEVICE_MEMORY, "device memory", List.of(318, 319, 328, 329)),
          new EccMemory(
              "REG", Location.REGISTER_FILE, "register file", List.of(320, 321, 330, 331)),
          new EccMemory(
              "TEX", Location.TEXTURE_MEMORY, "texture memory", List.of(322, 323, 332, 333)),
          new EccMemory(
              "SHM", Location.TEXTURE_SHM, "texture shared memory", List.of(334, 335, 338, 339)),
          new EccMemory(
              "CBU", Location.CBU, "convergence barrier unit", List.of(336, 337, 340, 341)),
          new EccMemory("SRM", Location.SRAM, "SRAM", List.of(342, 343, 344, 345)));

  private MemoryMetrics() {}

  static List<Metric> rows() {
    var rows = new ArrayList<>(single());
    for (var memory : ECC_MEMORIES) {
      rows.addAll(memory.rows());
    }
    return rows;
  }

  private static OptionalDouble mebibytes(Share share) {
    return Conversion.MEBIBYTES.apply(Words.figure(share.memoryBytes()));
  }

  private static List<Metric> single() {
    return List.of(
        gauge(
                90,
                "DCGM_FI_DEV_BAR1_TOTAL",
                "MiB",
                "Size of the BAR1 aperture",
                reading(BAR1_TOTAL, Conversion.MEBIBYTES))
            .per(Scope.INSTANCE),
        gauge(
                92,
                "DCGM_FI_DEV_BAR1_USED",
                "MiB",
                "Mapped part of BAR1",
                reading(BAR1_USED, Conversion.MEBIBYTES))
            .per(Scope.INSTANCE),
        gauge(
                93,
                "DCGM_FI_DEV_BAR1_FREE",
                "MiB",
                "Unmapped part of BAR1",
                reading(BAR1_FREE, Conversion.MEBIBYTES))
            .per(Scope.INSTANCE),
        gauge(
                250,
                "DCGM_FI_DEV_FB_TOTAL",
                "MiB",
                "Device memory size",
                reading(MEMORY_TOTAL, Conversion.MEBIBYTES))
            .per(Scope.INSTANCE),
        gauge(
                251,
                "DCGM_FI_DEV_FB_FREE",
                "MiB",
                "Device memory not allocated",
                reading(MEMORY_FREE, Conversion.MEBIBYTES))
            .per(Scope.INSTANCE),
        gauge(
                252,
                "DCGM_FI_DEV_FB_USED",
                "MiB",
                "Device memory allocated",
                reading(MEMORY_USED, Conversion.MEBIBYTES))
            .per(Scope.INSTANCE)
            .divided(MemoryMetrics::mebibytes),
        gauge(
                253,
                "DCGM_FI_DEV_FB_RESERVED",
                "MiB",
                "Device memory kept by driver and firmware",
                reading(MEMORY_RESERVED, Conversion.MEBIBYTES))
            .per(Scope.INSTANCE),
        gauge(
                254,
                "DCGM_FI_DEV_FB_USED_PERCENT",
                "ratio 0-1",
                "Used share of usable memory",
                usedRatio())
            .per(Scope.INSTANCE),
        gauge(300, "DCGM_FI_DEV_ECC_CURRENT", "0/1", "1 when ECC is on", reading(slow(1))),
        gauge(
            301,
            "DCGM_FI_DEV_ECC_PENDING",
            "0/1",
            "1 when ECC will be on after the next reset",
            reading(slow(2))),
        counter(
            310,
            "DCGM_FI_DEV_ECC_SBE_VOL_TOTAL",
            "count",
            "Corrected memory errors since driver load",
            reading(slow(3))),
        counter(
            311,
            "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL",
            "count",
            "Uncorrected memory errors since driver load",
            reading(slow(4))),
        counter(
            312,
            "DCGM_FI_DEV_ECC_SBE_AGG_TOTAL",
            "count",
            "Corrected memory errors over board life",
            reading(slow(5))),
        counter(
            313,
            "DCGM_FI_DEV_ECC_DBE_AGG_TOTAL",
            "count",
            "Uncorrected memory errors over board life",
            reading(slow(6))),
        gauge(
            346,
            "DCGM_FI_DEV_THRESHOLD_SRM",
            "0/1",
            "1 when the SRAM error threshold was exceeded",
            reading(SRAM_THRESHOLD_EXCEEDED)),
        gauge(
            385,
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_MAX",
            "banks",
            "Memory banks with all spare rows left",
            reading(REMAP_BANKS_MAX)),
        gauge(
            386,
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_HIGH",
            "banks",
            "Memory banks with most spare rows left",
            reading(REMAP_BANKS_HIGH)),
        gauge(
            387,
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_PARTIAL",
            "banks",
            "Memory banks with some spare rows left",
            reading(REMAP_BANKS_PARTIAL)),
        gauge(
            388,
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_LOW",
            "banks",
            "Memory banks with few spare rows left",
            reading(REMAP_BANKS_LOW)),
        gauge(
            389,
            "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_NONE",
            "banks",
            "Memory banks with no spare rows left",
            reading(REMAP_BANKS_NONE)),
        counter(
            390,
            "DCGM_FI_DEV_RETIRED_SBE",
            "pages",
            "Pages retired for repeated corrected errors",
            reading(RETIRED_PAGES_SINGLE_BIT)),
        counter(
            391,
            "DCGM_FI_DEV_RETIRED_DBE",
            "pages",
            "Pages retired for uncorrected errors",
            reading(slow(30))),
        gauge(
            392,
            "DCGM_FI_DEV_RETIRED_PENDING",
            "0/1",
            "1 when a page retirement waits for a reboot",
            reading(slow(31))),
        counter(
            393,
            "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS",
            "rows",
            "Rows remapped after uncorrected errors",
            reading(slow(143))),
        counter(
            394,
            "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS",
            "rows",
            "Rows remapped after corrected errors",
            reading(slow(142))),
        gauge(
            395,
            "DCGM_FI_DEV_ROW_REMAP_FAILURE",
            "0/1",
            "1 when a remap failed",
            reading(slow(145))),
        gauge(
            396,
            "DCGM_FI_DEV_ROW_REMAP_PENDING",
            "0/1",
            "1 when a remap waits for a GPU reset",
            reading(slow(144))),
        gauge(
            1507,
            "DCGM_FI_DEV_MEMORY_UNREPAIRABLE_FLAG",
            "0/1",
            "1 when memory can no longer be repaired",
            reading(MEMORY_UNREPAIRABLE)),
        gauge(
            1523,
            "DCGM_FI_DEV_GET_GPU_RECOVERY_ACTION",
            "enum",
            "What the driver wants done: 0 nothing, 1 reset, 2 reboot, 3 drain P2P, 4 drain and"
                + " reset, 5 recover IMEX domain, 6 reset the bus,"
                + " 7 reboot the system",
            reading(slow(230))));
  }

  /** Memory reserved by the driver can never be used; drivers before 510 do not tell it apart. */
  private static Source usedRatio() {
    return Source.formula(
        "used / (total - reserved)",
        List.of(MEMORY_TOTAL, MEMORY_USED, MEMORY_RESERVED),
        (row, out) -> {
          var reserved =
              switch (row.get(MEMORY_RESERVED)) {
                case Reading.Unsupported<Long>() -> Reading.of(0L);
                case Reading.Value<Long> known -> known;
                case Reading.Failed<Long> failed -> failed;
              };
          if (row.get(MEMORY_USED) instanceof Reading.Value<Long>(var used)
              && row.get(MEMORY_TOTAL) instanceof Reading.Value<Long>(var total)
              && reserved instanceof Reading.Value<Long>(var kept)
              && total > kept) {
            out.add((double) used / (total - kept));
          }
        });
  }

  /**
   * Error counts of one memory.
   *
   * @param name DCGM's, the end of the field names
   * @param ids DCGM's field ids in the order of {@link #rows()}
   */
  private record EccMemory(String name, Location location, String words, List<Integer> ids) {

    List<Metric> rows() {
      return List.of(
          row(ids.get(0), ErrorType.CORRECTED, Counter.VOLATILE),
          row(ids.get(1), ErrorType.UNCORRECTED, Counter.VOLATILE),
          row(ids.get(2), ErrorType.CORRECTED, Counter.AGGREGATE),
          row(ids.get(3), ErrorType.UNCORRECTED, Counter.AGGREGATE));
    }

    private Metric row(int id, ErrorType error, Counter counter) {
      var corrected = error == ErrorType.CORRECTED;
      var sinceLoad = counter == Counter.VOLATILE;
      return counter(
          id,
          "DCGM_FI_DEV_ECC_%s_%s_%s"
              .formatted(corrected ? "SBE" : "DBE", sinceLoad ? "VOL" : "AGG", name),
          "count",
          "%s errors of the %s %s"
              .formatted(
                  corrected ? "Corrected" : "Uncorrected",
                  words,
                  sinceLoad ? "since the driver was loaded" : "over the life of the board"),
          reading(new EccSignal(error, counter, location)));
    }
  }
}

package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.core.snapshot.DeviceSignal.APPLICATION_GRAPHICS_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.APPLICATION_MEMORY_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.BAR1_FREE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.BAR1_TOTAL;
import static io.gpunodeagent.core.snapshot.DeviceSignal.BAR1_USED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.DECODER_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.ENCODER_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FAN_SPEED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.GPU_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MAX_MEMORY_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MAX_SM_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MAX_VIDEO_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_FREE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_RESERVED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_TOTAL;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_USED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.SM_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.VIDEO_CLOCK;
import static io.gpunodeagent.core.snapshot.FieldSignal.everyPass;

import io.gpunodeagent.core.snapshot.DeviceSignal;
import io.gpunodeagent.core.snapshot.FieldSignal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The fields in base units that DCGM 4.6.1 and 4.7 put beside older fields: hertz, bytes, joules,
 * seconds, ratios. Each is a field of its own, computed from what NVML gives and never from the
 * older field, which was truncated. Kind, scope and help are those of the older field.
 */
final class BaseUnitMetrics {

  private final Map<Integer, Metric> classic;

  /**
   * A field in base units.
   *
   * @param replaces number of the older field
   */
  record Successor(int replaces, Metric metric) {

    private Successor divided(Metric.Part part) {
      return new Successor(replaces, metric.divided(part));
    }
  }

  private BaseUnitMetrics(Map<Integer, Metric> classic) {
    this.classic = classic;
  }

  /** All of them, for the older fields of {@code classic}, by number. */
  static List<Successor> rows(Map<Integer, Metric> classic) {
    var metrics = new BaseUnitMetrics(classic);
    return Stream.of(
            metrics.clocks(),
            metrics.shares(),
            metrics.memory(),
            metrics.totals(),
            metrics.nvLinks())
        .flatMap(List::stream)
        .toList();
  }

  private List<Successor> clocks() {
    return List.of(
        hertz(1603, "SM_CLOCK", 100, SM_CLOCK),
        hertz(1604, "MEMORY_CLOCK", 101, MEMORY_CLOCK),
        hertz(1605, "VIDEO_CLOCK", 102, VIDEO_CLOCK),
        hertz(1606, "SM_APP_CLOCK", 110, APPLICATION_GRAPHICS_CLOCK),
        hertz(1607, "MEMORY_APP_CLOCK", 111, APPLICATION_MEMORY_CLOCK),
        hertz(1608, "SM_MAX_CLOCK", 113, MAX_SM_CLOCK),
        hertz(1609, "MEMORY_MAX_CLOCK", 114, MAX_MEMORY_CLOCK),
        hertz(1610, "VIDEO_MAX_CLOCK", 115, MAX_VIDEO_CLOCK));
  }

  private List<Successor> shares() {
    return List.of(
        ratio(1612, "FAN_SPEED", 191, FAN_SPEED),
        ratio(1613, "GPU_UTIL", 203, GPU_UTILIZATION)
            .divided(share -> Conversion.RATIO.apply(Words.figure(share.smPercent()))),
        ratio(1614, "MEMORY_UTIL", 204, MEMORY_UTILIZATION),
        ratio(1615, "ENC_UTIL", 206, ENCODER_UTILIZATION),
        ratio(1616, "DEC_UTIL", 207, DECODER_UTILIZATION));
  }

  private List<Successor> memory() {
    return List.of(
        bytes(1600, "BAR1_CAPACITY", 90, BAR1_TOTAL),
        bytes(1601, "BAR1_USED", 92, BAR1_USED),
        bytes(1602, "BAR1_FREE", 93, BAR1_FREE),
        bytes(1625, "FB_CAPACITY", 250, MEMORY_TOTAL),
        bytes(1626, "FB_FREE", 251, MEMORY_FREE),
        bytes(1627, "FB_USED", 252, MEMORY_USED)
            .divided(share -> Words.figure(share.memoryBytes())),
        bytes(1628, "FB_RESERVED", 253, MEMORY_RESERVED));
  }

  private List<Successor> totals() {
    return List.of(
        successor(
            1611, "GPU_ENERGY_JOULES_TOTAL", "J", 156, reading(everyPass(83), Conversion.JOULES)),
        throttled(1617, "POWER", 240, 74),
        throttled(1618, "THERMAL", 241, 75),
        throttled(1619, "SYNC_BOOST", 242, 76),
        throttled(1620, "LIMIT", 243, 77),
        throttled(1621, "LOW_UTIL", 244, 78),
        throttled(1622, "RELIABILITY", 245, 79),
        throttled(1623, "APP", 246, 80),
        throttled(1624, "BASE", 247, 81));
  }

  private List<Successor> nvLinks() {
    var perLink =
        IntStream.range(0, NvLinkMetrics.NAMED_LINKS)
            .mapToObj(
                link ->
                    throughput(
                        1630 + link,
                        "L" + link + "_",
                        NvLinkMetrics.BOTH_WAYS_IDS.get(link),
                        link));
    var total = throughput(1648, "", 449, FieldSignal.ALL);
    return Stream.concat(perLink, Stream.of(total)).toList();
  }

  private Successor hertz(int id, String name, int replaces, DeviceSignal signal) {
    return successor(id, name + "_HERTZ", "Hz", replaces, reading(signal, Conversion.HERTZ));
  }

  private Successor throttled(int id, String name, int replaces, int nvmlField) {
    return successor(
        id,
        "GPU_" + name + "_THROTTLE_SECONDS_TOTAL",
        "s",
        replaces,
        reading(everyPass(nvmlField), Conversion.SECONDS));
  }

  private Successor throughput(int id, String link, int replaces, int scope) {
    var source =
        Source.bothWays(
            NvLinkMetrics.SENT.withScope(scope),
            NvLinkMetrics.RECEIVED.withScope(scope),
            Conversion.NVLINK_BYTES);
    return successor(
        id, "NVLINK_THROUGHPUT_" + link + "BYTES_PER_SECOND", "bytes/s", replaces, source);
  }

  private Successor ratio(int id, String name, int replaces, DeviceSignal signal) {
    return successor(id, name + "_RATIO", "ratio 0-1", replaces, reading(signal, Conversion.RATIO));
  }

  private Successor bytes(int id, String name, int replaces, DeviceSignal signal) {
    return successor(id, name + "_BYTES", "bytes", replaces, reading(signal));
  }

  private Successor successor(int id, String name, String unit, int replaces, Source source) {
    var older = Objects.requireNonNull(classic.get(replaces));
    var field = new Metric.Field(id, "DCGM_FI_DEV_" + name);
    return new Successor(
        replaces,
        new Metric(
            field, older.kind(), unit, older.help(), older.scope(), source, Optional.empty()));
  }
}

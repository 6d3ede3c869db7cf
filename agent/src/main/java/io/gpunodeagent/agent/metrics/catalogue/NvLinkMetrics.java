package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Source.perLink;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.core.snapshot.FieldSignal.everyPass;
import static io.gpunodeagent.core.snapshot.FieldSignal.slow;

import io.gpunodeagent.core.snapshot.FieldSignal;
import io.gpunodeagent.core.snapshot.GpmSignal;
import io.gpunodeagent.core.snapshot.NvLinkErrorSignal;
import io.gpunodeagent.core.snapshot.NvLinkErrorSignal.Counter;
import io.gpunodeagent.core.snapshot.RateSignal;
import java.util.ArrayList;
import java.util.List;

/**
 * NVLink: totals of the GPU, the fields that carry their link in the name, and rows per link. Field
 * numbers are {@code NVML_FI_*}.
 */
final class NvLinkMetrics {

  /** Links whose number DCGM puts into field names. */
  static final int NAMED_LINKS = 18;

  /** {@code NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX}, KiB since driver load. */
  static final FieldSignal SENT = everyPass(138);

  /** {@code NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX}, KiB since driver load. */
  static final FieldSignal RECEIVED = everyPass(139);

  /** Fields of the rate of links 0 to 17, both directions. */
  static final List<Integer> BOTH_WAYS_IDS =
      List.of(
          440, 441, 442, 443, 444, 445, 475, 476, 477, 478, 479, 480, 446, 447, 448, 494, 495, 496);

  private static final List<LinkError> LINK_ERRORS =
      List.of(
          new LinkError(
              "CRC_FLIT",
              Counter.CRC_FLIT,
              "Flow-control CRC errors",
              1525,
              List.of(
                  400, 401, 402, 403, 404, 405, 451, 452, 453, 454, 455, 456, 406, 407, 408, 481,
                  482, 483)),
          new LinkError(
              "CRC_DATA",
              Counter.CRC_DATA,
              "Data CRC errors",
              1526,
              List.of(
                  410, 411, 412, 413, 414, 415, 457, 458, 459, 460, 461, 462, 416, 417, 418, 484,
                  485, 486)),
          new LinkError(
              "REPLAY",
              Counter.REPLAY,
              "Replays",
              1527,
              List.of(
                  420, 421, 422, 423, 424, 425, 463, 464, 465, 466, 467, 468, 426, 427, 428, 487,
                  488, 489)),
          new LinkError(
              "RECOVERY",
              Counter.RECOVERY,
              "Recoveries",
              1528,
              List.of(
                  430, 431, 432, 433, 434, 435, 469, 470, 471, 472, 473, 474, 436, 437, 438, 491,
                  492, 493)));

  private NvLinkMetrics() {}

  static List<Metric> rows() {
    var rows = new ArrayList<>(totals());
    rows.addAll(errorsPerName());
    rows.addAll(ratesPerName());
    rows.addAll(forwardErrorCorrection());
    rows.addAll(perLinkRows());
    return rows;
  }

  /**
   * NVLink 5 counts its events once for all links when asked for the sum, which is what a series
   * without a link label means; older links do not answer.
   */
  private static List<Metric> totals() {
    return List.of(
        // Files of dcgm-exporter before 4.8.4 call it a counter.
        gauge(
            449,
            "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL",
            "~MB/s",
            "NVLink data rate over all links, both directions",
            Source.bothWays(
                SENT.withScope(FieldSignal.ALL),
                RECEIVED.withScope(FieldSignal.ALL),
                Conversion.NVLINK_RATE)),
        gauge(
            843,
            "DCGM_FI_DEV_NVLINK_TX_BANDWIDTH_TOTAL",
            "~MB/s",
            "NVLink data rate over all links, sent",
            rate(SENT, FieldSignal.ALL)),
        gauge(
            897,
            "DCGM_FI_DEV_NVLINK_RX_BANDWIDTH_TOTAL",
            "~MB/s",
            "NVLink data rate over all links, received",
            rate(RECEIVED, FieldSignal.ALL)),
        counter(
            409,
            "DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL",
            "count",
            "NVLink flow-control CRC errors, all links together",
            reading(slow(38))),
        counter(
            419,
            "DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL",
            "count",
            "NVLink data CRC errors, all links together",
            reading(slow(45))),
        counter(
            429,
            "DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL",
            "count",
            "NVLink replays, all links together",
            reading(slow(52))),
        counter(
            439,
            "DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL",
            "count",
            "NVLink recoveries, all links together",
            reading(slow(59))),
        counter(
            497,
            "DCGM_FI_DEV_NVLINK_ERROR_DL_CRC",
            "count",
            "CRC errors of NVLink 0's data layer",
            reading(slow(163))),
        counter(
            498,
            "DCGM_FI_DEV_NVLINK_ERROR_DL_RECOVERY",
            "count",
            "Recoveries of NVLink 0's data layer",
            reading(slow(162))),
        counter(
            499,
            "DCGM_FI_DEV_NVLINK_ERROR_DL_REPLAY",
            "count",
            "Replays of NVLink 0's data layer",
            reading(slow(161))),
        counter(
            1200,
            "DCGM_FI_DEV_NVLINK_COUNT_TX_PACKETS",
            "packets",
            "Packets sent (all links)",
            reading(slow(201).withScope(FieldSignal.ALL))),
        counter(
            1201,
            "DCGM_FI_DEV_NVLINK_COUNT_TX_BYTES",
            "bytes",
            "Bytes sent (all links)",
            reading(slow(202).withScope(FieldSignal.ALL))),
        counter(
            1202,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_PACKETS",
            "packets",
            "Packets received (all links)",
            reading(slow(203).withScope(FieldSignal.ALL))),
        counter(
            1203,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_BYTES",
            "bytes",
            "Bytes received (all links)",
            reading(slow(204).withScope(FieldSignal.ALL))),
        counter(
            1204,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_MALFORMED_PACKET_ERRORS",
            "count",
            "Malformed packets received (all links)",
            reading(slow(206).withScope(FieldSignal.ALL))),
        counter(
            1205,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_BUFFER_OVERRUN_ERRORS",
            "count",
            "Packets dropped for lack of receive buffers (all links)",
            reading(slow(207).withScope(FieldSignal.ALL))),
        counter(
            1206,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_ERRORS",
            "count",
            "Packets received with errors (all links)",
            reading(slow(208).withScope(FieldSignal.ALL))),
        counter(
            1207,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_REMOTE_ERRORS",
            "count",
            "Packets received already marked bad by the peer (all links)",
            reading(slow(209).withScope(FieldSignal.ALL))),
        counter(
            1208,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_GENERAL_ERRORS",
            "count",
            "Packets received with header mismatch (all links)",
            reading(slow(210).withScope(FieldSignal.ALL))),
        counter(
            1209,
            "DCGM_FI_DEV_NVLINK_COUNT_LOCAL_LINK_INTEGRITY_ERRORS",
            "count",
            "Times local errors crossed the threshold (all links)",
            reading(slow(211).withScope(FieldSignal.ALL))),
        counter(
            1210,
            "DCGM_FI_DEV_NVLINK_COUNT_TX_DISCARDS",
            "count",
            "Bad packets discarded before sending (all links)",
            reading(slow(212).withScope(FieldSignal.ALL))),
        counter(
            1211,
            "DCGM_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_SUCCESSFUL_EVENTS",
            "count",
            "Link recoveries that worked (all links)",
            reading(slow(213).withScope(FieldSignal.ALL))),
        counter(
            1212,
            "DCGM_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_FAILED_EVENTS",
            "count",
            "Link recoveries that failed (all links)",
            reading(slow(214).withScope(FieldSignal.ALL))),
        counter(
            1213,
            "DCGM_FI_DEV_NVLINK_COUNT_LINK_RECOVERY_EVENTS",
            "count",
            "Link recoveries tried (all links)",
            reading(slow(215).withScope(FieldSignal.ALL))),
        counter(
            1214,
            "DCGM_FI_DEV_NVLINK_COUNT_RX_SYMBOL_ERRORS",
            "count",
            "Receive symbol errors (all links)",
            reading(slow(221).withScope(FieldSignal.ALL))),
        gauge(
            1215,
            "DCGM_FI_DEV_NVLINK_COUNT_SYMBOL_BER",
            "packed",
            "Symbol bit error rate, packed mantissa/exponent (all links)",
            reading(slow(222).withScope(FieldSignal.ALL))),
        gauge(
            1217,
            "DCGM_FI_DEV_NVLINK_COUNT_EFFECTIVE_BER",
            "packed",
            "Effective bit error rate, packed mantissa/exponent (all links)",
            reading(slow(220).withScope(FieldSignal.ALL))),
        counter(
            1219,
            "DCGM_FI_DEV_NVLINK_COUNT_EFFECTIVE_ERRORS",
            "count",
            "Effective errors (all links)",
            reading(slow(219).withScope(FieldSignal.ALL))),
        gauge(
            1216,
            "DCGM_FI_DEV_NVLINK_COUNT_SYMBOL_BER_FLOAT",
            "ratio",
            "Symbol BER decoded",
            reading(slow(222).withScope(FieldSignal.ALL), Conversion.BIT_ERROR_RATE)),
        gauge(
            1218,
            "DCGM_FI_DEV_NVLINK_COUNT_EFFECTIVE_BER_FLOAT",
            "ratio",
            "Effective BER decoded",
            reading(slow(220).withScope(FieldSignal.ALL), Conversion.BIT_ERROR_RATE)),
        counter(
            1220,
            "DCGM_FI_DEV_NVLINK_ECC_DATA_ERROR_COUNT_TOTAL",
            "count",
            "NVLink data ECC errors, all links",
            reading(slow(160))));
  }

  private static List<Metric> errorsPerName() {
    var rows = new ArrayList<Metric>();
    for (var error : LINK_ERRORS) {
      for (int link = 0; link < NAMED_LINKS; link++) {
        rows.add(
            counter(
                error.ids().get(link),
                "DCGM_FI_DEV_NVLINK_%s_ERROR_COUNT_L%d".formatted(error.name(), link),
                "count",
                "%s on link %d".formatted(error.words(), link),
                reading(new NvLinkErrorSignal(link, error.counter()))));
      }
    }
    return rows;
  }

  private static List<Metric> ratesPerName() {
    var rows = new ArrayList<Metric>();
    for (int link = 0; link < NAMED_LINKS; link++) {
      rows.add(
          gauge(
              BOTH_WAYS_IDS.get(link),
              "DCGM_FI_DEV_NVLINK_BANDWIDTH_L" + link,
              "~MB/s",
              "NVLink data rate on link %d, both directions".formatted(link),
              Source.bothWays(
                  SENT.withScope(link), RECEIVED.withScope(link), Conversion.NVLINK_RATE)));
      rows.add(
          gauge(
              825 + link,
              "DCGM_FI_DEV_NVLINK_TX_BANDWIDTH_L" + link,
              "~MB/s",
              "NVLink data rate on link %d, sent".formatted(link),
              rate(SENT, link)));
      rows.add(
          gauge(
              879 + link,
              "DCGM_FI_DEV_NVLINK_RX_BANDWIDTH_L" + link,
              "~MB/s",
              "NVLink data rate on link %d, received".formatted(link),
              rate(RECEIVED, link)));
      rows.add(
          gauge(
              1040 + 2 * link,
              "DCGM_FI_PROF_NVLINK_L%d_TX_BYTES".formatted(link),
              "bytes/s",
              "Bytes per second sent on link " + link,
              reading(gpmSent(link), Conversion.BYTES_PER_SECOND)));
      rows.add(
          gauge(
              1041 + 2 * link,
              "DCGM_FI_PROF_NVLINK_L%d_RX_BYTES".formatted(link),
              "bytes/s",
              "Bytes per second received on link " + link,
              reading(gpmReceived(link), Conversion.BYTES_PER_SECOND)));
    }
    return rows;
  }

  private static List<Metric> forwardErrorCorrection() {
    var rows = new ArrayList<Metric>();
    for (int symbols = 0; symbols < 16; symbols++) {
      rows.add(
          counter(
              1404 + symbols,
              "DCGM_FI_DEV_NVLINK_COUNT_FEC_HISTORY_" + symbols,
              "count",
              "Code words with %d corrected symbols, all links".formatted(symbols),
              reading(slow(235 + symbols).withScope(FieldSignal.ALL))));
    }
    return rows;
  }

  private static List<Metric> perLinkRows() {
    var rows = new ArrayList<Metric>();
    for (var error : LINK_ERRORS) {
      rows.add(
          counter(
              error.perLinkId(),
              "DCGM_FI_DEV_NVLINK_%s_ERROR_PER_LINK_TOTAL".formatted(error.name()),
              "count",
              error.words() + " of the link",
              perLink(link -> new NvLinkErrorSignal(link, error.counter()), Conversion.NONE)));
    }
    rows.add(
        gauge(
            1508,
            "DCGM_FI_DEV_NVLINK_GET_STATE",
            "0/1",
            "0 down, 1 up, 2 asleep, 3 up without traffic (driver 615)",
            perLink(link -> slow(165).withScope(link), Conversion.NONE)));
    rows.add(
        gauge(
            1529,
            "DCGM_FI_DEV_NVLINK_THROUGHPUT_PER_LINK",
            "~MB/s",
            "Data rate of the link, both directions",
            Source.bothWaysPerLink(SENT, RECEIVED)));
    rows.add(
        gauge(
            1530,
            "DCGM_FI_DEV_NVLINK_TX_THROUGHPUT_PER_LINK",
            "~MB/s",
            "Data rate of the link, sent",
            perLink(link -> new RateSignal(SENT.withScope(link)), Conversion.NVLINK_RATE)));
    rows.add(
        gauge(
            1531,
            "DCGM_FI_DEV_NVLINK_RX_THROUGHPUT_PER_LINK",
            "~MB/s",
            "Data rate of the link, received",
            perLink(link -> new RateSignal(RECEIVED.withScope(link)), Conversion.NVLINK_RATE)));
    rows.add(
        gauge(
            1532,
            "DCGM_FI_PROF_NVLINK_TX_BYTES_PER_LINK",
            "bytes/s",
            "Bytes per second sent on the link",
            perLink(NvLinkMetrics::gpmSent, Conversion.BYTES_PER_SECOND)));
    rows.add(
        gauge(
            1533,
            "DCGM_FI_PROF_NVLINK_RX_BYTES_PER_LINK",
            "bytes/s",
            "Bytes per second received on the link",
            perLink(NvLinkMetrics::gpmReceived, Conversion.BYTES_PER_SECOND)));
    return rows.stream().map(row -> row.per(Scope.LINK)).toList();
  }

  private static Source rate(FieldSignal counter, int scope) {
    return reading(new RateSignal(counter.withScope(scope)), Conversion.NVLINK_RATE);
  }

  /** {@code NVML_GPM_METRIC_NVLINK_Lx_TX_PER_SEC}: 63, 65 … 97, then 213, 215 … for link 18 on. */
  private static GpmSignal gpmSent(int link) {
    return new GpmSignal(link < NAMED_LINKS ? 63 + 2 * link : 213 + 2 * (link - NAMED_LINKS));
  }

  /** {@code NVML_GPM_METRIC_NVLINK_Lx_RX_PER_SEC}: one below its sending twin. */
  private static GpmSignal gpmReceived(int link) {
    return new GpmSignal(gpmSent(link).metricId() - 1);
  }

  /**
   * Errors NVML counts per link.
   *
   * @param name DCGM's, within the field names
   * @param perLinkId field id of the rows per link
   * @param ids field ids of links 0 to 17
   */
  private record LinkError(
      String name, Counter counter, String words, int perLinkId, List<Integer> ids) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import static io.gpunodeagent.core.signal.DeviceSignal.CLOCKS_EVENT_REASONS;

import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source.Formula;
import io.gpunodeagent.core.health.cause.XidCatalogue;
import io.gpunodeagent.core.health.output.DcgmHealth;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** XIDs, windowed counts, and what GPUs may do with each other. */
public final class EventMetrics {

  /** dcgm-exporter's names of {@code nvmlGpuP2PStatus_t}, by its number. */
  private static final List<String> PEER_STATUS =
      List.of(
          "OK",
          "ChipsetNotSupported",
          "GPUNotSupported",
          "TopologyNotSupported",
          "DisabledByRegKey",
          "NotSupported",
          "Unknown");

  public static final Map<String, Formula> FORMULAS =
      Map.of(
          "DCGM_FI_DEV_XID_ERRORS",
          Formula.of(EventMetrics::latestXid),
          "DCGM_EXP_XID_ERRORS_COUNT",
          Formula.of(EventMetrics::xidsInWindow),
          "DCGM_EXP_XID_ERRORS_TOTAL",
          Formula.of(EventMetrics::xids),
          "DCGM_EXP_CLOCK_EVENTS_COUNT",
          new Formula(List.of(CLOCKS_EVENT_REASONS), EventMetrics::clockEventsInWindow),
          "DCGM_EXP_CLOCK_EVENTS_TOTAL",
          new Formula(List.of(CLOCKS_EVENT_REASONS), EventMetrics::clockEvents),
          "DCGM_EXP_GPU_HEALTH_STATUS",
          Formula.of(EventMetrics::health),
          "DCGM_EXP_P2P_STATUS",
          Formula.of(EventMetrics::peerStatus));

  private EventMetrics() {}

  /** An XID that names no instance belongs to the whole GPU. */
  private static void latestXid(Row row, Samples out) {
    var events = row.gpu().events();
    if (!events.watched()) {
      return;
    }
    var latest =
        row.instance().isEmpty()
            ? events.lastXid()
            : events.lastXid(row.instance().get().gpuInstanceId());
    latest.ifPresentOrElse(
        xid ->
            out.add(
                new Extra(
                    Map.of(),
                    Map.of(
                        "err_code",
                        Integer.toString(xid.code()),
                        "err_msg",
                        XidCatalogue.of(xid.code()).meaning())),
                xid.code()),
        () -> out.add(0));
  }

  /** Where XIDs cannot be seen, none in the window is not known. */
  private static void xidsInWindow(Row row, Samples out) {
    var events = row.gpu().events();
    var counts = events.xidsInWindow(instance(row));
    if (events.watched() && counts.isEmpty()) {
      out.add(new Extra(window(events), Map.of()), 0);
    }
    counts.forEach(
        (code, count) -> out.add(windowed(events, "xid", Integer.toString(code)), count));
  }

  private static OptionalInt instance(Row row) {
    return row.instance().isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(row.instance().get().gpuInstanceId());
  }

  private static void clockEventsInWindow(Row row, Samples out) {
    var events = row.gpu().events();
    var seen = row.get(CLOCKS_EVENT_REASONS) instanceof Reading.Value<Long>;
    if (seen && events.clockSamplesInWindow().isEmpty()) {
      out.add(new Extra(window(events), Map.of()), 0);
    }
    events
        .clockSamplesInWindow()
        .forEach(
            (reason, count) -> out.add(windowed(events, "clock_event", reason.label()), count));
  }

  private static Extra windowed(GpuEvents events, String label, String value) {
    var labels = new HashMap<>(window(events));
    labels.put(label, value);
    return new Extra(labels, Map.of());
  }

  private static Map<String, String> window(GpuEvents events) {
    return Map.of("window_size_in_ms", Long.toString(events.window().toMillis()));
  }

  private static void xids(Row row, Samples out) {
    row.gpu()
        .events()
        .xidTotals(instance(row))
        .forEach((code, count) -> out.add(Words.label("xid", Integer.toString(code)), count));
  }

  private static void clockEvents(Row row, Samples out) {
    row.gpu()
        .events()
        .clockOnsets()
        .forEach((reason, count) -> out.add(Words.label("clock_event", reason.label()), count));
  }

  private static void health(Row row, Samples out) {
    row.health()
        .ifPresent(
            gpu ->
                DcgmHealth.of(gpu)
                    .forEach(
                        one ->
                            out.add(
                                Extra.fields(
                                    "health_watch",
                                    one.watch().name(),
                                    "health_error_code",
                                    one.errorCode()),
                                one.value())));
  }

  private static void peerStatus(Row row, Samples out) {
    row.node()
        .topology()
        .nvLinkPeerToPeer()
        .forEach(
            (pair, status) -> {
              if (pair.from() == row.gpu().identity().index()
                  && status instanceof Reading.Value<Long>(var code)) {
                var known = code >= 0 && code < PEER_STATUS.size();
                var words = known ? PEER_STATUS.get(code.intValue()) : "Unknown";
                var peer = Integer.toString(pair.to());
                out.add(Extra.fields("peer_gpu", peer, "link_status", words), code);
              }
            });
  }
}

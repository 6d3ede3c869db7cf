package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.gauge;

import io.gpunodeagent.agent.metrics.catalogue.Samples.Extra;
import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.Share;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What of each device is its holders', others', the host's and nobody's. */
final class DeviceMetrics {

  private static final String PROCESSES = "processes";
  private static final String REMAINDER = "the device's figure less all ascribed";

  private DeviceMetrics() {}

  static List<UseMetric<UsedDevice>> rows() {
    return List.of(
        gauge(
            "gpu_holders",
            "count",
            "Containers that were given the device",
            "kubelet",
            DeviceMetrics::holders),
        gauge(
            "gpu_host_memory_bytes",
            "bytes",
            "Device memory of processes outside any pod",
            PROCESSES,
            (used, out) -> Words.bytes(used.device().host().memoryBytes(), out)),
        gauge(
            "gpu_host_sm_ratio",
            "0-1",
            "Part of the device's SMs used by processes outside any pod",
            PROCESSES,
            (used, out) -> Words.ratio(used.device().host().smPercent(), out)),
        gauge(
            "gpu_unattributed_memory_bytes",
            "bytes",
            "Device memory that is nobody's",
            REMAINDER,
            (used, out) -> Words.bytes(used.device().unattributed().memoryBytes(), out)),
        gauge(
            "gpu_unattributed_sm_ratio",
            "0-1",
            "SM use that is nobody's",
            REMAINDER,
            (used, out) -> Words.ratio(used.device().unattributed().smPercent(), out)),
        gauge(
                "gpu_unattributed_processes",
                "count",
                "Listed processes that could not be looked at, and servers that work for others;"
                    + " absent where there are none",
                PROCESSES,
                DeviceMetrics::unattributed)
            .labelled("kind"),
        gauge(
                "gpu_attribution_figures",
                "count",
                "Holders whose figure is known, by what it rests on",
                "attribution",
                DeviceMetrics::known)
            .labelled("figure, source"),
        gauge(
                "gpu_attribution_absent",
                "count",
                "Holders whose figure is not known, by reason",
                "attribution",
                DeviceMetrics::absent)
            .labelled("figure, reason"),
        gauge(
            "gpu_sharing_replicas",
            "count",
            "Replicas the device is given out in; absent when the kubelet does not tell",
            "kubelet: GetAllocatableResources",
            (used, out) -> used.device().replicas().ifPresent(out::add)),
        gauge(
            "gpu_sharing_contended_seconds",
            "s",
            "Time within the window in which several holders were active at once",
            PROCESSES,
            (used, out) ->
                used.usage().ifPresent(usage -> out.add(usage.contended().toNanos() / 1e9))),
        gauge(
            "gpu_sharing_fairness_ratio",
            "0-1",
            "Jain's index of compute shares over entitlements; 1 is fair",
            PROCESSES,
            (used, out) -> used.usage().ifPresent(usage -> usage.fairness().ifPresent(out::add))),
        counter(
                "gpu_evidence_conflicts_total",
                "count",
                "Samples in which a source said rest while another proved use",
                "samples since the agent started",
                DeviceMetrics::conflicts)
            .labelled("source"));
  }

  /** None is only known where allocations are. */
  private static void holders(UsedDevice used, Samples out) {
    if (used.holdersKnown()) {
      out.add(used.device().holders().count());
    }
  }

  private static void unattributed(UsedDevice used, Samples out) {
    if (used.device().visibility().full()) {
      var rest = used.device().unattributed();
      some("unseen", rest.unseen(), out);
      some("mps_server", rest.mpsServers(), out);
    }
  }

  private static void some(String kind, List<Long> pids, Samples out) {
    if (!pids.isEmpty()) {
      out.add(Words.label("kind", kind), pids.size());
    }
  }

  private static void known(UsedDevice used, Samples out) {
    count(
        used,
        "source",
        figure -> figure instanceof Attributed.Value<?>(var _, var source) ? Words.of(source) : "",
        out);
  }

  private static void absent(UsedDevice used, Samples out) {
    count(
        used,
        "reason",
        figure -> figure instanceof Attributed.Absent<?>(var reason) ? Words.of(reason) : "",
        out);
  }

  /** Counts the holders' figures by the word each has; those without one are left out. */
  private static void count(
      UsedDevice used, String label, Function<Attributed<?>, String> word, Samples out) {
    var shares = used.device().holders().map(Occupant::share).toList();
    count("sm", shares, label, share -> word.apply(share.smPercent()), out);
    count("memory", shares, label, share -> word.apply(share.memoryBytes()), out);
  }

  private static void count(
      String figure, List<Share> shares, String label, Function<Share, String> word, Samples out) {
    var counts = new TreeMap<String, Integer>();
    for (var share : shares) {
      counts.merge(word.apply(share), 1, Integer::sum);
    }
    counts.remove("");
    counts.forEach(
        (text, count) ->
            out.add(new Extra(Map.of("figure", figure, label, text), Map.of()), count));
  }

  private static void conflicts(UsedDevice used, Samples out) {
    used.usage()
        .ifPresent(
            usage ->
                usage
                    .conflicts()
                    .forEach(
                        (source, count) ->
                            out.add(Words.label("source", Words.of(source)), count)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import static java.util.Map.entry;

import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import io.gpunodeagent.agent.metrics.catalogue.metric.UsedDevice;
import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.Share;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** How much of each device is used by its holders, by others, by the host and by no known user. */
public final class DeviceMetrics {

  public static final Map<String, Reader<UsedDevice>> READERS =
      Map.ofEntries(
          entry("gpu_holders", DeviceMetrics::holders),
          entry(
              "gpu_host_memory_bytes",
              (used, out) -> Words.bytes(used.device().host().memoryBytes(), out)),
          entry(
              "gpu_host_sm_ratio",
              (used, out) -> Words.ratio(used.device().host().smPercent(), out)),
          entry(
              "gpu_unattributed_memory_bytes",
              (used, out) -> Words.bytes(used.device().unattributed().memoryBytes(), out)),
          entry(
              "gpu_unattributed_sm_ratio",
              (used, out) -> Words.ratio(used.device().unattributed().smPercent(), out)),
          entry("gpu_unattributed_processes", DeviceMetrics::unattributed),
          entry("gpu_attribution_figures", DeviceMetrics::known),
          entry("gpu_attribution_absent", DeviceMetrics::absent),
          entry(
              "gpu_sharing_replicas", (used, out) -> used.device().replicas().ifPresent(out::add)),
          entry("gpu_sharing_contended_seconds", DeviceMetrics::contended),
          entry("gpu_sharing_fairness_ratio", DeviceMetrics::fairness),
          entry("gpu_evidence_conflicts_total", DeviceMetrics::conflicts));

  private DeviceMetrics() {}

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
      out.add(Words.known("kind", kind), pids.size());
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

  private static void contended(UsedDevice used, Samples out) {
    used.usage().ifPresent(usage -> out.add(usage.contended().toNanos() / 1e9));
  }

  private static void fairness(UsedDevice used, Samples out) {
    used.usage().ifPresent(usage -> usage.fairness().ifPresent(out::add));
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

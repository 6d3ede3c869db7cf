// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import static java.util.Map.entry;

import io.gpunodeagent.agent.metrics.catalogue.metric.Held;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.placement.Basis;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.clock.Activity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who holds each device, and what of it the holder uses and has used. */
public final class AllocationMetrics {

  public static final Map<String, Reader<Held>> READERS =
      Map.ofEntries(
          entry("gpu_allocation_info", AllocationMetrics::info),
          entry(
              "gpu_allocation_memory_bytes",
              (held, out) -> Words.bytes(held.share().memoryBytes(), out)),
          entry(
              "gpu_allocation_sm_ratio", (held, out) -> Words.ratio(held.share().smPercent(), out)),
          entry("gpu_allocation_seconds_total", seconds(Account::held)),
          entry("gpu_allocation_active_seconds_total", seconds(Account::active)),
          entry("gpu_allocation_energy_joules_total", figure(Account::energyJoules)),
          entry("gpu_allocation_sm_seconds_total", figure(Account::smSeconds)),
          entry("gpu_allocation_activity", AllocationMetrics::activity),
          entry("gpu_allocation_doubt", AllocationMetrics::doubt),
          entry("gpu_allocation_idle_seconds", AllocationMetrics::idle),
          entry("gpu_allocation_last_active_timestamp_seconds", AllocationMetrics::lastActive),
          entry("gpu_allocation_evidence_coverage_ratio", figure(Account::coverage)),
          entry("gpu_allocation_compute_share_ratio", figure(Account::computeShare)),
          entry("gpu_allocation_entitlement_ratio", figure(Account::entitlement)),
          entry("gpu_allocation_idle_memory_bytes", AllocationMetrics::idleMemory),
          entry("gpu_allocation_excess_memory_bytes", AllocationMetrics::excessMemory));

  private AllocationMetrics() {}

  private static Reader<Held> seconds(Function<Account, Duration> duration) {
    return figure(account -> OptionalDouble.of(duration.apply(account).toNanos() / 1e9));
  }

  private static Reader<Held> figure(Function<Account, OptionalDouble> figure) {
    return (held, out) ->
        held.account().ifPresent(account -> figure.apply(account).ifPresent(out::add));
  }

  private static void info(Held held, Samples out) {
    var labels = new HashMap<String, String>(held.annotations());
    var holding = held.holding();
    labels.put(
        "resource",
        holding.entries().stream()
            .map(Allocation::resource)
            .distinct()
            .sorted()
            .collect(Collectors.joining(",")));
    labels.put("sharing", Words.of(held.device().sharing()));
    labels.put("source", source(holding));
    putUnlessEmpty(labels, "replicas", holding.replicas());
    putUnlessEmpty(labels, "compute_instances", holding.computeInstanceIds());
    held.pod()
        .ifPresent(
            pod -> {
              pod.workload()
                  .ifPresent(
                      workload -> {
                        labels.put("workload_kind", workload.kind());
                        labels.put("workload_name", workload.name());
                      });
              pod.priorityClass().ifPresent(name -> labels.put("priority_class", name));
              labels.put("qos_class", pod.qosClass());
            });
    out.add(new Extra(Map.of(), labels), 1);
  }

  private static String source(Holding holding) {
    return switch (holding.basis()) {
      case Basis.KubeletId() -> holding.claims().isEmpty() ? "device_plugin" : "dra";
      case Basis.HamiAnnotation() -> "hami";
      case Basis.Reservation _ -> "reservation";
    };
  }

  private static void putUnlessEmpty(
      Map<String, String> labels, String name, List<Integer> numbers) {
    if (!numbers.isEmpty()) {
      labels.put(name, joined(numbers));
    }
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static void activity(Held held, Samples out) {
    held.account()
        .ifPresent(account -> Words.oneHot(Activity.class, account.activity(), "state", out));
  }

  private static void doubt(Held held, Samples out) {
    held.account()
        .flatMap(Account::doubt)
        .ifPresent(reason -> out.add(Words.label("reason", Words.of(reason)), 1));
  }

  /**
   * Absent while nothing is proven: the clock pauses then, and its value would be taken for a
   * proof.
   */
  private static void idle(Held held, Samples out) {
    held.account()
        .filter(account -> account.activity() != Activity.UNKNOWN)
        .ifPresent(account -> out.add(account.idle().toNanos() / 1e9));
  }

  private static void lastActive(Held held, Samples out) {
    held.account()
        .flatMap(Account::lastActive)
        .ifPresent(instant -> out.add(instant.toEpochMilli() / 1000.0));
  }

  private static void idleMemory(Held held, Samples out) {
    held.account().ifPresent(account -> account.idleMemoryBytes().ifPresent(out::add));
  }

  private static void excessMemory(Held held, Samples out) {
    held.account().ifPresent(account -> account.memoryOverBytes().ifPresent(out::add));
  }
}

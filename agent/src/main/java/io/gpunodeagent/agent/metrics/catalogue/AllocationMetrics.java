package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.gauge;

import io.gpunodeagent.agent.metrics.catalogue.Samples.Extra;
import io.gpunodeagent.core.attribution.Basis;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.snapshot.Allocation;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.Activity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who holds each device, and what of it the holder uses and has used. */
final class AllocationMetrics {

  private static final String KUBELET = "kubelet, pods";
  private static final String ATTRIBUTION = "processes, or the device when held alone";
  private static final String USAGE = "samples since the agent first saw the allocation";

  private AllocationMetrics() {}

  static List<UseMetric<Held>> rows() {
    return List.of(
        gauge(
                "gpu_allocation_info",
                "1",
                "A container and a device it holds",
                KUBELET,
                AllocationMetrics::info)
            .labelled(
                "resource, sharing, source, replicas, compute_instances, workload_kind,"
                    + " workload_name, priority_class, qos_class, annotation_…"),
        gauge(
            "gpu_allocation_memory_bytes",
            "bytes",
            "Device memory the container uses",
            ATTRIBUTION,
            (held, out) -> Words.bytes(held.share().memoryBytes(), out)),
        gauge(
            "gpu_allocation_sm_ratio",
            "0-1",
            "Part of the device's SMs the container uses",
            ATTRIBUTION,
            (held, out) -> Words.ratio(held.share().smPercent(), out)),
        seconds("gpu_allocation_seconds_total", "Time the device was seen held", Account::held),
        seconds(
            "gpu_allocation_active_seconds_total",
            "Time the container was proven to use the device",
            Account::active),
        counter(
            "gpu_allocation_energy_joules_total",
            "J",
            "Energy of the device while held alone, or the container's part by SM use",
            USAGE,
            of(Account::energyJoules)),
        counter(
            "gpu_allocation_sm_seconds_total",
            "s",
            "SM use over time; 1 is the whole device for a second",
            USAGE,
            of(Account::smSeconds)),
        gauge(
                "gpu_allocation_activity",
                "0/1",
                "1 for the state the allocation is in",
                USAGE,
                AllocationMetrics::activity)
            .labelled("state"),
        gauge(
                "gpu_allocation_doubt",
                "1",
                "Why rest is not proven now",
                USAGE,
                AllocationMetrics::doubt)
            .labelled("reason"),
        gauge(
            "gpu_allocation_idle_seconds",
            "s",
            "Proven inactivity since the last proven activity",
            USAGE,
            AllocationMetrics::idle),
        gauge(
            "gpu_allocation_last_active_timestamp_seconds",
            "Unix time",
            "When use was last proven",
            USAGE,
            AllocationMetrics::lastActive),
        gauge(
            "gpu_allocation_evidence_coverage_ratio",
            "0-1",
            "Part of the window in which a sample allowed a judgement",
            USAGE,
            of(Account::coverage)),
        gauge(
            "gpu_allocation_compute_share_ratio",
            "0-1",
            "Part of all SM use of a contended device",
            USAGE,
            of(Account::computeShare)),
        gauge(
            "gpu_allocation_entitlement_ratio",
            "0-1",
            "Part of the device that was given",
            USAGE,
            of(Account::entitlement)),
        gauge(
            "gpu_allocation_idle_memory_bytes",
            "bytes",
            "Device memory held while idle",
            USAGE,
            AllocationMetrics::idleMemory),
        gauge(
            "gpu_allocation_excess_memory_bytes",
            "bytes",
            "Device memory held beyond the entitlement",
            USAGE,
            AllocationMetrics::excessMemory));
  }

  private static UseMetric<Held> seconds(
      String name, String help, Function<Account, Duration> duration) {
    return counter(
        name,
        "s",
        help,
        USAGE,
        (held, out) ->
            held.account().ifPresent(account -> out.add(duration.apply(account).toNanos() / 1e9)));
  }

  private static UseMetric.Reader<Held> of(Function<Account, OptionalDouble> figure) {
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

  /** A clock that pauses because nothing is proven would be read as one that tells. */
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

package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.attribution.Finding;
import io.gpunodeagent.agent.attribution.Occupant;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import io.gpunodeagent.agent.snapshot.Signal;
import io.gpunodeagent.agent.usage.PodUsage;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every metric there is, and every DCGM field there is not. */
public final class Catalogue {

  private static final List<Section> SECTIONS =
      List.of(
          new Section("Node and identity", IdentityMetrics.rows()),
          new Section("Clocks and utilization", ClockMetrics.rows()),
          new Section("Power and temperature", PowerMetrics.rows()),
          new Section("Memory", MemoryMetrics.rows()),
          new Section("PCIe and C2C", PcieMetrics.rows()),
          new Section("NVLink", NvLinkMetrics.rows()),
          new Section("Fabric and rack", FabricMetrics.rows()),
          new Section("Profiling (GPM, Hopper and newer)", ProfilingMetrics.rows()),
          new Section("Events and peers", EventMetrics.rows()));

  private static final List<NotServed> NOT_SERVED = NotServed.rows();
  private static final Map<String, Metric> METRICS_BY_NAME = metricsByName();
  private static final Map<String, NotServed> NOT_SERVED_BY_NAME = notServedByName();

  private Catalogue() {}

  /**
   * Metrics of one subject.
   *
   * @param title its heading in documents
   * @param metrics its rows
   */
  public record Section(String title, List<Metric> metrics) {
    public Section {
      metrics = List.copyOf(metrics);
    }
  }

  /** All metrics of DCGM fields, by subject. */
  public static List<Section> sections() {
    return SECTIONS;
  }

  /** The DCGM fields that cannot be served. */
  public static List<NotServed> notServed() {
    return NOT_SERVED;
  }

  /** The agent's own series about GPUs: always served, whatever is enabled. */
  public static List<Metric> own() {
    return OwnMetrics.rows();
  }

  /** Series about a container and a device it holds. */
  public static List<UseMetric<Held>> allocations() {
    return Stream.concat(AllocationMetrics.rows().stream(), PolicyMetrics.allocations().stream())
        .toList();
  }

  /** Series about a device and those who use it. */
  public static List<UseMetric<UsedDevice>> devices() {
    return DeviceMetrics.rows();
  }

  /** Series about those who use a device without having been given it. */
  public static List<UseMetric<Occupant>> users() {
    return PartyMetrics.users();
  }

  /** Series about where allocation and use disagree. */
  public static List<UseMetric<Finding>> findings() {
    return PartyMetrics.findings();
  }

  /** Series about pods that hold devices. */
  public static List<UseMetric<PodUsage>> pods() {
    return PartyMetrics.pods();
  }

  /** Series about the node: the sources of all this, the health of its GPUs, the policies. */
  public static List<UseMetric<Told>> node() {
    return Stream.of(SourceMetrics.rows(), HealthMetrics.rows(), PolicyMetrics.node())
        .<UseMetric<Told>>flatMap(List::stream)
        .toList();
  }

  /** The metric of a DCGM field by any of its names. */
  public static Optional<Metric> find(String name) {
    return Optional.ofNullable(METRICS_BY_NAME.get(name));
  }

  /** Why a DCGM field, by any of its names, is not served; empty for a name nobody knows. */
  public static Optional<String> reasonNotServed(String name) {
    return Optional.ofNullable(NOT_SERVED_BY_NAME.get(name)).map(NotServed::reason);
  }

  /** What the sampler must read for {@code enabled} and for the agent's own series. */
  public static SamplingPlan plan(Collection<Metric> enabled) {
    Set<Signal<?>> signals = new LinkedHashSet<>();
    enabled.forEach(metric -> signals.addAll(metric.source().signals()));
    own().forEach(metric -> signals.addAll(metric.source().signals()));
    return new SamplingPlan(signals, false);
  }

  private static Map<String, Metric> metricsByName() {
    var byName = new HashMap<String, Metric>();
    for (var section : SECTIONS) {
      for (var metric : section.metrics()) {
        metric.field().names().forEach(name -> byName.put(name, metric));
      }
    }
    return Map.copyOf(byName);
  }

  private static Map<String, NotServed> notServedByName() {
    var byName = new HashMap<String, NotServed>();
    for (var row : NOT_SERVED) {
      row.field().names().forEach(name -> byName.put(name, row));
    }
    return Map.copyOf(byName);
  }
}

package io.gpunodeagent.agent.metrics.catalogue;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.gpunodeagent.agent.metrics.catalogue.BaseUnitMetrics.Successor;
import io.gpunodeagent.agent.metrics.catalogue.FieldName.Origin;
import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.DeviceUserMemory;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.snapshot.SamplingPlan;
import io.gpunodeagent.core.snapshot.Signal;
import io.gpunodeagent.core.usage.PodUsage;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every metric there is, and every DCGM field there is not. */
public final class Catalogue {

  private static final List<Section> CLASSIC =
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

  private static final List<Successor> SUCCESSORS = BaseUnitMetrics.rows(byField(CLASSIC));
  private static final Map<Integer, Metric> IN_BASE_UNITS =
      SUCCESSORS.stream().collect(toUnmodifiableMap(Successor::replaces, Successor::metric));

  private static final List<Section> SECTIONS =
      Stream.concat(
              CLASSIC.stream(),
              Stream.of(
                  new Section(
                      "Base units (DCGM 4.6.1 and 4.7)",
                      SUCCESSORS.stream().map(Successor::metric).toList())))
          .toList();

  private static final List<NotServed> NOT_SERVED = NotServed.rows();
  private static final Map<Integer, Metric> METRICS = byField(SECTIONS);
  private static final Map<String, Metric> METRICS_BY_NAME =
      METRICS.values().stream().collect(toUnmodifiableMap(Metric::name, metric -> metric));

  private static final Map<Integer, String> REASONS =
      NOT_SERVED.stream().collect(toUnmodifiableMap(NotServed::field, NotServed::reason));

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
    return Stream.concat(OwnMetrics.rows().stream(), HardwareMetrics.rows().stream()).toList();
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
  public static List<UseMetric<AllocationMismatch>> findings() {
    return PartyMetrics.findings();
  }

  /** Series about containers with a memory limit on a GPU. */
  public static List<UseMetric<DeviceUserMemory>> memories() {
    return PartyMetrics.memories();
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

  /** The metric of a DCGM field by the name dashboards use. */
  public static Optional<Metric> find(String name) {
    return Optional.ofNullable(METRICS_BY_NAME.get(name));
  }

  /**
   * The metric that gives {@code metric}'s quantity in base units: the same one where its unit is a
   * base unit already.
   */
  public static Metric inBaseUnits(Metric metric) {
    return IN_BASE_UNITS.getOrDefault(metric.field().id(), metric);
  }

  /** The name dcgm-exporter 4.9 has for a metric. */
  public static String canonicalName(Metric metric) {
    return FieldNames.of(metric.field().id()).stream()
        .filter(name -> name.origin().isRenaming())
        .findFirst()
        .map(FieldName::name)
        .orElse(metric.name());
  }

  /** What a name of a DCGM field stands for. */
  public sealed interface Meaning {}

  /** A metric. */
  public record Served(Metric metric) implements Meaning {}

  /**
   * A DCGM field that is not served.
   *
   * @param reason why not, one phrase without a full stop
   */
  public record Refused(String reason) implements Meaning {}

  /** Nothing: DCGM has no such name and had none. */
  public record Unknown() implements Meaning {}

  /**
   * What stands behind any name that DCGM or dcgm-exporter ever gave a field.
   *
   * @param dcgm47 which of two fields is meant where DCGM 4.7 gave a name to another field
   */
  public static Meaning meaning(String name, boolean dcgm47) {
    return FieldNames.of(name).stream()
        .min(comparing(each -> dcgm47 != (each.origin() == Origin.DCGM_4_7)))
        .map(Catalogue::meaning)
        .orElseGet(Unknown::new);
  }

  private static Meaning meaning(FieldName name) {
    if (name.field().isEmpty()) {
      return new Refused(NotServed.DROPPED);
    }
    var metric = METRICS.get(name.field().getAsInt());
    return metric != null
        ? new Served(metric)
        : new Refused(Objects.requireNonNull(REASONS.get(name.field().getAsInt())));
  }

  /** What the sampler must read for {@code enabled} and for the agent's own series. */
  public static SamplingPlan plan(Collection<Metric> enabled) {
    Set<Signal<?>> signals = new LinkedHashSet<>();
    enabled.forEach(metric -> signals.addAll(metric.source().signals()));
    own().forEach(metric -> signals.addAll(metric.source().signals()));
    return new SamplingPlan(signals, false);
  }

  private static Map<Integer, Metric> byField(List<Section> sections) {
    return sections.stream()
        .flatMap(section -> section.metrics().stream())
        .collect(toUnmodifiableMap(metric -> metric.field().id(), metric -> metric));
  }
}

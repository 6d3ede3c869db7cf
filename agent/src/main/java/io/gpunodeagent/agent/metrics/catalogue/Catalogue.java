// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import static java.util.Comparator.comparing;

import io.gpunodeagent.agent.metrics.catalogue.FieldName.Origin;
import io.gpunodeagent.agent.metrics.catalogue.formula.AllocationMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.DeviceMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.HealthMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.PartyMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.PolicyMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.SourceMetrics;
import io.gpunodeagent.agent.metrics.catalogue.metric.Held;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.StateAt;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import io.gpunodeagent.agent.metrics.catalogue.metric.UsedDevice;
import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.DeviceUserMemory;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.usage.PodUsage;
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

  private static final GpuMetrics GPU = GpuMetrics.read();

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
    return GPU.sections();
  }

  /** The DCGM fields that cannot be served. */
  public static List<NotServed> notServed() {
    return NotServed.ALL;
  }

  /** The agent's own series about GPUs: always served, whatever is enabled. */
  public static List<Metric> own() {
    return GPU.own();
  }

  /** Series about a container and a device it holds. */
  public static List<UseMetric<Held>> allocations() {
    return UseMetrics.of("allocation", union(AllocationMetrics.READERS, PolicyMetrics.ALLOCATIONS));
  }

  /** Series about a device and those who use it. */
  public static List<UseMetric<UsedDevice>> devices() {
    return UseMetrics.of("device", DeviceMetrics.READERS);
  }

  /** Series about those who use a device without having been given it. */
  public static List<UseMetric<Occupant>> users() {
    return UseMetrics.of("user without allocation", PartyMetrics.USERS);
  }

  /** Series about where allocation and use disagree. */
  public static List<UseMetric<AllocationMismatch>> findings() {
    return UseMetrics.of("holder or user", PartyMetrics.FINDINGS);
  }

  /** Series about containers with a memory limit on a GPU. */
  public static List<UseMetric<DeviceUserMemory>> memories() {
    return UseMetrics.of("container with a memory limit", PartyMetrics.MEMORIES);
  }

  /** Series about pods that hold devices. */
  public static List<UseMetric<PodUsage>> pods() {
    return UseMetrics.of("pod", PartyMetrics.PODS);
  }

  /** Series about the node: the sources of all this, the health of its GPUs, the policies. */
  public static List<UseMetric<StateAt>> node() {
    return UseMetrics.of(
        "node", union(SourceMetrics.READERS, HealthMetrics.READERS, PolicyMetrics.NODE));
  }

  @SafeVarargs
  private static <S> Map<String, Reader<S>> union(Map<String, Reader<S>>... parts) {
    var all = new HashMap<String, Reader<S>>();
    for (var part : parts) {
      all.putAll(part);
    }
    return all;
  }

  /** The metrics of all sections. */
  public static Stream<Metric> metrics() {
    return GPU.sections().stream().flatMap(section -> section.metrics().stream());
  }

  /** The metric of a DCGM field by the name dashboards use. */
  public static Optional<Metric> find(String name) {
    return metrics().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /**
   * The metric that gives {@code metric}'s quantity in base units: the same one where its unit is a
   * base unit already.
   */
  public static Metric inBaseUnits(Metric metric) {
    return GPU.inBaseUnits().getOrDefault(metric.field().id(), metric);
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
    int field = name.field().getAsInt();
    return metrics()
        .filter(metric -> metric.field().id() == field)
        .findFirst()
        .<Meaning>map(Served::new)
        .orElseGet(() -> new Refused(NotServed.reason(field)));
  }

  /** What the sampler must read for {@code enabled} and for the agent's own series. */
  public static SamplingPlan plan(Collection<Metric> enabled) {
    Set<Signal<?>> signals = new LinkedHashSet<>();
    enabled.forEach(metric -> signals.addAll(metric.source().signals()));
    own().forEach(metric -> signals.addAll(metric.source().signals()));
    return new SamplingPlan(signals, false);
  }
}

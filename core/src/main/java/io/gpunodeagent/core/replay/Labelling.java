// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.sources.ContainerName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the labels of DCGM series as Prometheus keeps them. A target has labels of its own: where
 * the scrape does not honour the exporter's, the holder is in {@code exported_pod} and {@code pod}
 * is the exporter; where it does, {@code pod} is the exporter on GPUs that nobody holds.
 *
 * @param renamedIn jobs whose holders are in the labels with the prefix
 * @param productsKnown whether each series names its GPU's model
 * @param exporters pods that are targets themselves
 * @param unknown targets that may name either holders or themselves: it is not known which
 */
public record Labelling(
    Set<String> renamedIn,
    boolean productsKnown,
    Map<Target, Set<PodName>> exporters,
    Map<Target, String> unknown) {

  /** The labels that are read. */
  public static final Set<String> NAMES =
      Set.of(
          "job",
          "instance",
          "Hostname",
          "hostname",
          "UUID",
          "uuid",
          "GPU_I_ID",
          "modelName",
          "vgpu",
          "namespace",
          "pod",
          "container",
          "exported_namespace",
          "exported_pod",
          "exported_container");

  private static final String PREFIX = "exported_";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

  /** Pods that measure and are measured by nobody. */
  private static final List<String> EXPORTERS = List.of("dcgm-exporter", "gpu-node-agent");

  public Labelling {
    renamedIn = Set.copyOf(renamedIn);
    exporters = Map.copyOf(exporters);
    unknown = Map.copyOf(unknown);
  }

  /** What is scraped. */
  record Target(String job, String instance) {

    @Override
    public String toString() {
      return "job " + job + ", instance " + instance;
    }
  }

  /** A pod's name. */
  record PodName(String namespace, String pod) {}

  /**
   * The labelling of all series there are.
   *
   * @param series of DCGM
   * @param targets series that have the labels of targets alone, such as {@code up}; those of
   *     targets that are not among them are recognised by their form
   */
  public static Labelling of(
      Collection<Map<String, String>> series, Collection<Map<String, String>> targets) {
    var renamed = new HashSet<String>();
    boolean products = true;
    for (var labels : series) {
      if (!get(labels, PREFIX + "pod").isEmpty()) {
        renamed.add(get(labels, "job"));
      }
      products &= !get(labels, "modelName").isEmpty();
    }
    var exporters = new HashMap<Target, Set<PodName>>();
    for (var labels : targets) {
      exporters.computeIfAbsent(target(labels), _ -> new HashSet<>()).add(pod(labels));
    }
    return new Labelling(renamed, products, exporters, unknown(series, renamed, exporters));
  }

  /**
   * Targets of which all GPUs are always held by the same pods: that is how it looks when a job has
   * a node to itself, and how it looks when the exporter's own pod is on every series.
   */
  private static Map<Target, String> unknown(
      Collection<Map<String, String>> series,
      Set<String> renamed,
      Map<Target, Set<PodName>> known) {
    var holders = new HashMap<Target, Map<DcgmDevice, Set<PodName>>>();
    var nodes = new HashMap<Target, String>();
    for (var labels : series) {
      var target = target(labels);
      var slot = slot(labels);
      if (slot.isPresent() && !renamed.contains(target.job()) && !known.containsKey(target)) {
        holders
            .computeIfAbsent(target, _ -> new HashMap<>())
            .computeIfAbsent(slot.get(), _ -> new HashSet<>())
            .add(pod(labels));
        nodes.put(target, node(labels));
      }
    }
    var unknown = new HashMap<Target, String>();
    holders.forEach(
        (target, slots) -> {
          var each = new HashSet<>(slots.values());
          if (each.size() == 1 && each.iterator().next().stream().allMatch(Labelling::maybe)) {
            unknown.put(target, nodes.getOrDefault(target, ""));
          }
        });
    return unknown;
  }

  /** Whether it may be a holder: a series that names none shows that targets have no pod. */
  private static boolean maybe(PodName pod) {
    return !pod.pod().isEmpty() && !exporterByName(pod.pod());
  }

  private static boolean exporterByName(String pod) {
    return EXPORTERS.stream().anyMatch(pod::contains);
  }

  private static Target target(Map<String, String> labels) {
    return new Target(get(labels, "job"), get(labels, "instance"));
  }

  private static PodName pod(Map<String, String> labels) {
    return new PodName(get(labels, "namespace"), get(labels, "pod"));
  }

  /** Nodes whose holders are unknown, each with its target. */
  public SortedSet<String> unknownNodes() {
    var nodes = new TreeSet<String>();
    unknown.forEach((target, node) -> nodes.add(node + ": " + target));
    return nodes;
  }

  /** The jobs of series. */
  public static Set<String> jobs(Collection<Map<String, String>> series) {
    var jobs = new HashSet<String>();
    series.forEach(labels -> jobs.add(get(labels, "job")));
    return jobs;
  }

  /** Whether nothing may be made of a series. */
  boolean leftOut(Map<String, String> labels) {
    return unknown.containsKey(target(labels));
  }

  /** Name of the node; that of the scraped address where no label tells. */
  static String node(Map<String, String> labels) {
    for (var name : List.of("Hostname", "hostname", "instance")) {
      if (!get(labels, name).isEmpty()) {
        return get(labels, name);
      }
    }
    return "";
  }

  /** The exporter that served it. */
  static String source(Map<String, String> labels) {
    return target(labels).toString();
  }

  /** Empty for a series that names no GPU, or no instance where there should be one. */
  static Optional<DcgmDevice> slot(Map<String, String> labels) {
    var uuid = get(labels, "UUID").isEmpty() ? get(labels, "uuid") : get(labels, "UUID");
    var instance = get(labels, "GPU_I_ID");
    if (uuid.isEmpty() || !(instance.isEmpty() || NUMBER.matcher(instance).matches())) {
      return Optional.empty();
    }
    return Optional.of(
        new DcgmDevice(
            uuid,
            instance.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(instance))));
  }

  static String model(Map<String, String> labels) {
    return get(labels, "modelName");
  }

  static boolean shared(Map<String, String> labels) {
    return !get(labels, "vgpu").isEmpty();
  }

  /** Who holds the device; empty when nobody does. */
  Optional<ContainerName> holder(Map<String, String> labels) {
    var exported = get(labels, PREFIX + "pod");
    var target = target(labels);
    boolean targetsOwn =
        exported.isEmpty()
            && (renamedIn.contains(target.job())
                || exporters.getOrDefault(target, Set.of()).contains(pod(labels)));
    var pod = exported.isEmpty() ? get(labels, "pod") : exported;
    var namespace = exportedOrOwn(labels, "namespace");
    if (targetsOwn || pod.isEmpty() || namespace.isEmpty() || exporterByName(pod)) {
      return Optional.empty();
    }
    return Optional.of(new ContainerName(namespace, pod, exportedOrOwn(labels, "container")));
  }

  private static String exportedOrOwn(Map<String, String> labels, String name) {
    var exported = get(labels, PREFIX + name);
    return exported.isEmpty() ? get(labels, name) : exported;
  }

  private static String get(Map<String, String> labels, String name) {
    return labels.getOrDefault(name, "");
  }
}

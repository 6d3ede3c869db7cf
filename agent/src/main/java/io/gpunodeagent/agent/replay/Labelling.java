package io.gpunodeagent.agent.replay;

import io.gpunodeagent.agent.snapshot.ContainerName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the labels of DCGM series as Prometheus keeps them. Where the scrape does not honour
 * labels, the holder is in {@code exported_pod} and {@code pod} is the exporter itself.
 *
 * @param renamedIn jobs whose holders are in the labels with the prefix
 * @param productsKnown whether each series names its GPU's model
 */
public record Labelling(Set<String> renamedIn, boolean productsKnown) {

  private static final String PREFIX = "exported_";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

  /** Pods that measure and are measured by nobody. */
  private static final List<String> EXPORTERS = List.of("dcgm-exporter", "gpu-node-agent");

  public Labelling {
    renamedIn = Set.copyOf(renamedIn);
  }

  /** The labelling of all series there are. */
  public static Labelling of(Collection<Map<String, String>> series) {
    var renamed = new HashSet<String>();
    boolean products = true;
    for (var labels : series) {
      if (!get(labels, PREFIX + "pod").isEmpty()) {
        renamed.add(get(labels, "job"));
      }
      products &= !get(labels, "modelName").isEmpty();
    }
    return new Labelling(renamed, products);
  }

  /** Name of the node; that of the scraped address where no label tells. */
  String node(Map<String, String> labels) {
    for (var name : List.of("Hostname", "hostname", "instance")) {
      if (!get(labels, name).isEmpty()) {
        return get(labels, name);
      }
    }
    return "";
  }

  /** Who told. */
  String source(Map<String, String> labels) {
    return "job " + get(labels, "job") + ", instance " + get(labels, "instance");
  }

  /** Empty for a series that names no GPU, or no instance where there should be one. */
  Optional<Slot> slot(Map<String, String> labels) {
    var uuid = get(labels, "UUID").isEmpty() ? get(labels, "uuid") : get(labels, "UUID");
    var instance = get(labels, "GPU_I_ID");
    if (uuid.isEmpty() || !(instance.isEmpty() || NUMBER.matcher(instance).matches())) {
      return Optional.empty();
    }
    return Optional.of(
        new Slot(
            uuid,
            instance.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(instance))));
  }

  String model(Map<String, String> labels) {
    return get(labels, "modelName");
  }

  boolean shared(Map<String, String> labels) {
    return !get(labels, "vgpu").isEmpty();
  }

  /** Who holds the device; empty when nobody does. */
  Optional<ContainerName> holder(Map<String, String> labels) {
    var prefix = renamedIn.contains(get(labels, "job")) ? PREFIX : "";
    var pod = get(labels, prefix + "pod");
    var namespace = get(labels, prefix + "namespace");
    if (pod.isEmpty() || namespace.isEmpty() || EXPORTERS.stream().anyMatch(pod::contains)) {
      return Optional.empty();
    }
    return Optional.of(new ContainerName(namespace, pod, get(labels, prefix + "container")));
  }

  private static String get(Map<String, String> labels, String name) {
    return labels.getOrDefault(name, "");
  }
}

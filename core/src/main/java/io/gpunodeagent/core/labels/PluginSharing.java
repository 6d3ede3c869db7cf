package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.Sharing.Replicated;
import io.gpunodeagent.core.labels.Sharing.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code sharing} part of a device plugin's configuration. Confined to one reading. */
final class PluginSharing {

  private static final int LONGEST = 63;
  private static final String NAMES =
      "a resource name, nvidia.com/ and a DNS name in lower case, at most 63 characters, such as"
          + " nvidia.com/gpu or nvidia.com/mig-1g.10gb";
  private static final String DEVICES = "all, a number above 0, or a list of indexes and UUIDs";
  private static final int FEWEST_REPLICAS = 2;
  private static final String DASHED =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
  private static final String UUID =
      "(" + DASHED + "|\\{" + DASHED + "}|urn:uuid:" + DASHED + "|[0-9a-fA-F]{32})";
  private static final Pattern DEVICE =
      Pattern.compile(
          "[0-9]+|[0-9]+:[0-9]+|(GPU|MIG)-" + UUID + "|MIG-GPU-" + UUID + "/[0-9]+/[0-9]+");

  private final PluginFindings findings;

  PluginSharing(PluginFindings findings) {
    this.findings = findings;
  }

  Sharing read(PluginSection sharing) {
    sharing.notNull("timeSlicing", "name a resource that is shared, or remove the key");
    var timeSlicing = replicated(sharing, "timeSlicing", false);
    var mps = replicated(sharing, "mps", true);
    if (sharing.has("timeSlicing") && sharing.has("mps")) {
      findings.ignore(
          sharing.at("timeSlicing"),
          "",
          "is not looked at beside sharing.mps",
          "keep one of the two");
    }
    return new Sharing(timeSlicing, mps);
  }

  private Optional<Replicated> replicated(
      PluginSection sharing, String key, boolean failsByDefault) {
    var keys = List.of("renameByDefault", "failRequestsGreaterThanOne", "resources");
    return sharing
        .mapping(key)
        .map(entries -> PluginSection.ofExactKeys(sharing.at(key), entries, keys, findings))
        .map(
            section ->
                new Replicated(
                    section.bool("renameByDefault").orElse(false),
                    section.bool("failRequestsGreaterThanOne").orElse(failsByDefault),
                    resources(section)));
  }

  private List<Resource> resources(PluginSection section) {
    var items = section.list("resources");
    boolean isList =
        section.value("resources").filter(value -> !(value instanceof List<?>)).isEmpty();
    if (isList && items.isEmpty()) {
      findings.refuse(
          section.at("resources"), "", "shares no resource", "name one, or remove the section");
    }
    var resources = new ArrayList<Resource>();
    for (int i = 0; i < items.size(); i++) {
      var path = section.at("resources") + "[" + i + "]";
      resource(path, items.get(i)).ifPresent(one -> add(one, resources, path));
    }
    return resources;
  }

  private void add(Resource resource, List<Resource> resources, String path) {
    if (resources.stream().anyMatch(one -> one.name().equals(resource.name()))) {
      findings.ignore(path + ".name", resource.name(), "is listed before", "the first one counts");
    }
    resources.add(resource);
  }

  private Optional<Resource> resource(String path, Object item) {
    if (!(item instanceof Map<?, ?> entries)) {
      findings.refuse(path, item, "is not valid", "use name and replicas, both below -");
      return Optional.empty();
    }
    var keys = List.of("name", "rename", "devices", "replicas");
    var section = PluginSection.ofExactKeys(path, entries, keys, findings);
    var name = required(section, "name").flatMap(_ -> name(section, "name"));
    var replicas =
        required(section, "replicas").flatMap(_ -> section.integer("replicas", FEWEST_REPLICAS));
    name(section, "rename")
        .ifPresent(
            rename ->
                findings.ignore(
                    section.at("rename"),
                    rename,
                    "renames a resource, which cannot be done one by one yet",
                    "use renameByDefault, which adds .shared"));
    devices(section);
    return name.flatMap(is -> replicas.map(count -> new Resource(is, count)));
  }

  private Optional<Object> required(PluginSection section, String key) {
    var value = section.value(key);
    if (value.isEmpty()) {
      findings.refuse(section.at(key), "", "is required", "write it");
    }
    return value;
  }

  /** The name of a resource, with the prefix that may be left out. */
  static Optional<String> name(PluginSection section, String key) {
    section.notNull(key, "use " + NAMES);
    return section.typed(
        key, value -> value instanceof String text ? qualified(text) : Optional.empty(), NAMES);
  }

  private static Optional<String> qualified(String text) {
    var name = text.startsWith(GfdLabels.PREFIX) ? text : GfdLabels.PREFIX + text;
    return Optional.of(name)
        .filter(whole -> whole.length() <= LONGEST)
        .filter(whole -> LabelSyntax.isSubdomain(whole.substring(GfdLabels.PREFIX.length())));
  }

  private void devices(PluginSection section) {
    section.notNull("devices", "use all, or remove the key");
    section
        .typed("devices", value -> devices(value) ? Optional.of(value) : Optional.empty(), DEVICES)
        .filter(devices -> !devices.equals("all"))
        .ifPresent(
            devices ->
                findings.ignore(
                    section.at("devices"),
                    devices,
                    "chooses devices, which cannot be done yet",
                    "all are shared; write all, or remove it"));
  }

  private static boolean devices(Object value) {
    return switch (value) {
      case String text -> text.equals("all");
      case Number count -> count.doubleValue() > 0 && count.doubleValue() % 1 == 0;
      case List<?> list ->
          list.stream()
              .allMatch(one -> one == null || DEVICE.matcher(String.valueOf(one)).matches());
      default -> false;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import static io.gpunodeagent.core.labels.plugin.PluginForms.BOOL;
import static io.gpunodeagent.core.labels.plugin.PluginForms.LIST;

import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.plugin.Sharing.Replicated;
import io.gpunodeagent.core.labels.plugin.Sharing.Resource;
import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.labels.syntax.LabelSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** The name of a resource, with the prefix that may be left out. */
  static final Form<String> NAME = Form.text(NAMES, PluginSharing::qualified);

  private static final Form<Node> DEVICE_CHOICE =
      new Form<>(DEVICES, node -> Optional.of(node).filter(PluginSharing::isDevices));

  private final PluginFindings findings;

  PluginSharing(PluginFindings findings) {
    this.findings = findings;
  }

  Sharing read(MappingReader sharing) {
    var timeSlicing = replicated(sharing, "timeSlicing", false);
    var mps = replicated(sharing, "mps", true);
    if (timeSlicing.isPresent() && sharing.has("mps")) {
      findings.ignore(
          sharing.problem(
              "timeSlicing", "is not looked at beside sharing.mps", "keep one of the two"));
    }
    return new Sharing(timeSlicing, mps);
  }

  private Optional<Replicated> replicated(
      MappingReader sharing, String key, boolean failsByDefault) {
    var found = sharing.find(key);
    if (found.filter(node -> node instanceof Node.Absent).isPresent()) {
      sharing.report(key, "has no value", "name a resource that is shared, or remove the key");
      return Optional.empty();
    }
    var keys = List.of("renameByDefault", "failRequestsGreaterThanOne", "resources");
    return found
        .flatMap(node -> findings.exact(node, keys, Set.of()))
        .map(
            section ->
                new Replicated(
                    section.get("renameByDefault", BOOL, false),
                    section.get("failRequestsGreaterThanOne", BOOL, failsByDefault),
                    resources(section)));
  }

  private List<Resource> resources(MappingReader section) {
    var items = section.get("resources", LIST);
    if (!section.has("resources") || items.filter(List::isEmpty).isPresent()) {
      findings.refuse(
          Problem.at(
              section.place().key("resources"),
              "shares no resource",
              "name one, or remove the section"));
    }
    var resources = new ArrayList<Resource>();
    items.orElse(List.of()).forEach(item -> resource(item, resources));
    return resources;
  }

  private void resource(Node item, List<Resource> resources) {
    if (!(item instanceof Node.Mapping)) {
      findings.refuse(Problem.of(item, "is not valid", "use name and replicas, both below -"));
      return;
    }
    findings
        .exact(item, List.of("name", "rename", "devices", "replicas"), Set.of("rename", "devices"))
        .ifPresent(section -> resource(section, resources));
  }

  private void resource(MappingReader section, List<Resource> resources) {
    var name = required(section, "name", NAME);
    var replicas = required(section, "replicas", PluginForms.integer(FEWEST_REPLICAS));
    section
        .get("rename", NAME)
        .ifPresent(
            _ ->
                findings.ignore(
                    section.problem(
                        "rename",
                        "renames a resource, which cannot be done one by one yet",
                        "use renameByDefault, which adds .shared")));
    devices(section);
    if (name.isPresent() && replicas.isPresent()) {
      if (resources.stream().anyMatch(one -> one.name().equals(name.get()))) {
        findings.ignore(section.problem("name", "is listed before", "the first one counts"));
      }
      resources.add(new Resource(name.get(), replicas.get()));
    }
  }

  private static <T> Optional<T> required(MappingReader section, String key, Form<T> form) {
    if (!section.has(key)) {
      section.report(key, "is required", "write it");
    }
    return section.get(key, form);
  }

  private static Optional<String> qualified(String text) {
    var name = text.startsWith(Keys.NVIDIA) ? text : Keys.NVIDIA + text;
    return Optional.of(name)
        .filter(whole -> whole.length() <= LONGEST)
        .filter(whole -> LabelSyntax.isSubdomain(whole.substring(Keys.NVIDIA.length())));
  }

  private void devices(MappingReader section) {
    if (section.find("devices").filter(node -> node instanceof Node.Absent).isPresent()) {
      section.report("devices", "has no value", "use all, or remove the key");
      return;
    }
    section
        .get("devices", DEVICE_CHOICE)
        .filter(devices -> !(devices instanceof Node.Text))
        .ifPresent(
            _ ->
                findings.ignore(
                    section.problem(
                        "devices",
                        "chooses devices, which cannot be done yet",
                        "all are shared; write all, or remove it")));
  }

  private static boolean isDevices(Node node) {
    return switch (node) {
      case Node.Text text -> text.written().equals("all");
      case Node.Numeral _ -> {
        double count = PluginForms.number(node).orElse(0);
        yield count > 0 && count % 1 == 0;
      }
      case Node.Items list -> list.items().stream().allMatch(PluginSharing::isDevice);
      case Node.Mapping _, Node.Truth _, Node.Absent _ -> false;
    };
  }

  private static boolean isDevice(Node node) {
    return node instanceof Node.Absent
        || (node instanceof Node.Scalar scalar && DEVICE.matcher(scalar.written()).matches());
  }
}

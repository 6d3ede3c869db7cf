// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import static io.gpunodeagent.core.labels.plugin.PluginForms.BOOL;
import static io.gpunodeagent.core.labels.plugin.PluginForms.LIST;
import static io.gpunodeagent.core.labels.plugin.PluginForms.TEXT;
import static io.gpunodeagent.core.labels.plugin.PluginForms.choice;

import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a whole configuration of the device plugin. Confined to one reading. */
final class PluginDocument {

  /** The keys of the whole document. */
  static final List<String> KEYS = List.of("version", "flags", "resources", "sharing", "imex");

  private static final List<String> FLAGS =
      List.of(
          "migStrategy",
          "failOnInitError",
          "mpsRoot",
          "nvidiaDriverRoot",
          "nvidiaDevRoot",
          "gdrcopyEnabled",
          "gdsEnabled",
          "mofedEnabled",
          "useNodeFeatureAPI",
          "deviceDiscoveryStrategy",
          "plugin",
          "gfd");
  private static final List<String> PLUGIN =
      List.of(
          "passDeviceSpecs",
          "deviceListStrategy",
          "deviceIDStrategy",
          "cdiAnnotationPrefix",
          "nvidiaCTKPath",
          "containerDriverRoot",
          "sharedDevicesAllocationPolicy");
  private static final List<String> GFD =
      List.of("oneshot", "noTimestamp", "sleepInterval", "outputFile", "machineTypeFile");

  private static final String VERSION = "v1";
  private static final Pattern DURATION =
      Pattern.compile("infinite|[-+]?0|[-+]?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))+");
  private static final List<String> STRATEGIES = List.of("none", "single", "mixed");
  private static final List<String> DEVICE_LISTS =
      List.of("envvar", "volume-mounts", "cdi-annotations", "cdi-cri");

  private static final Form<Node> DEVICE_LIST_STRATEGY =
      new Form<>(
          Alternatives.of(DEVICE_LISTS) + ", or a list of them",
          node ->
              (node instanceof Node.Items list ? list.items() : List.of(node))
                      .stream().allMatch(PluginDocument::isDeviceList)
                  ? Optional.of(node)
                  : Optional.empty());
  private static final Form<Node> SLEEP_INTERVAL =
      new Form<>(
          "a duration such as 60s, or infinite",
          node ->
              node instanceof Node.Numeral
                      || (node instanceof Node.Text text
                          && DURATION.matcher(text.written()).matches())
                  ? Optional.of(node)
                  : Optional.empty());
  private static final Form<Node> TEXT_OR_NONE =
      new Form<>(
          TEXT.rule(),
          node ->
              node instanceof Node.Text || node instanceof Node.Absent
                  ? Optional.of(node)
                  : Optional.empty());

  private final PluginFindings findings;

  PluginDocument(PluginFindings findings) {
    this.findings = findings;
  }

  private static boolean isDeviceList(Node node) {
    return node instanceof Node.Text text && DEVICE_LISTS.contains(text.written());
  }

  PluginConfig read(MappingReader root) {
    version(root);
    section(root, "resources", List.of("gpus", "mig")).ifPresent(this::resources);
    section(root, "imex", List.of("channelIDs", "required")).ifPresent(this::imex);
    var sharing =
        root.find("sharing")
            .flatMap(
                node ->
                    findings.section(node, List.of("timeSlicing", "mps"), Set.of("timeSlicing")))
            .map(section -> new PluginSharing(findings).read(section))
            .orElseGet(Sharing::none);
    var flags = section(root, "flags", FLAGS);
    var strategy = flags.flatMap(this::flags);
    var gfd = flags.flatMap(this::gfd);
    if (sharing.kind() == Sharing.Kind.MPS && strategy.equals(Optional.of(MigStrategy.MIXED))) {
      flags.ifPresent(
          section ->
              section.report(
                  "migStrategy",
                  "is a strategy with which the device plugin shares nothing by MPS",
                  "use the strategy none or single, or remove sharing.mps"));
    }
    return new PluginConfig(
        strategy,
        gfd.flatMap(section -> section.get("noTimestamp", BOOL)).orElse(false),
        gfd.flatMap(section -> section.get("machineTypeFile", TEXT)),
        sharing);
  }

  private Optional<MappingReader> section(MappingReader parent, String key, List<String> keys) {
    return parent.find(key).flatMap(node -> findings.section(node, keys));
  }

  private static void version(MappingReader root) {
    root.get("version", TEXT)
        .filter(version -> !version.isEmpty() && !version.equals(VERSION))
        .ifPresent(_ -> root.report("version", "is not valid", "use v1, or none"));
  }

  private Optional<MigStrategy> flags(MappingReader flags) {
    List.of("failOnInitError", "gdrcopyEnabled", "gdsEnabled", "mofedEnabled", "useNodeFeatureAPI")
        .forEach(key -> flags.get(key, BOOL));
    List.of("mpsRoot", "nvidiaDriverRoot", "nvidiaDevRoot").forEach(key -> flags.get(key, TEXT));
    flags.get("deviceDiscoveryStrategy", choice(List.of("auto", "nvml", "tegra", "vfio")));
    section(flags, "plugin", PLUGIN).ifPresent(PluginDocument::plugin);
    return flags
        .get("migStrategy", choice(STRATEGIES))
        .map(text -> MigStrategy.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  private static void plugin(MappingReader plugin) {
    plugin.get("passDeviceSpecs", BOOL);
    plugin.get("deviceListStrategy", DEVICE_LIST_STRATEGY);
    plugin.get("deviceIDStrategy", choice(List.of("uuid", "index")));
    List.of("cdiAnnotationPrefix", "nvidiaCTKPath", "containerDriverRoot")
        .forEach(key -> plugin.get(key, TEXT));
    plugin.get("sharedDevicesAllocationPolicy", choice(List.of("distributed", "packed")));
  }

  private Optional<MappingReader> gfd(MappingReader flags) {
    var gfd = section(flags, "gfd", GFD);
    gfd.ifPresent(
        section -> {
          section.get("oneshot", BOOL);
          section.get("outputFile", TEXT);
          section.get("sleepInterval", SLEEP_INTERVAL);
        });
    return gfd;
  }

  private void resources(MappingReader resources) {
    for (var key : List.of("gpus", "mig")) {
      var items = resources.get(key, LIST).orElse(List.of());
      items.forEach(this::named);
      if (!items.isEmpty()) {
        findings.ignore(
            resources.problem(
                key,
                "names resources, which cannot be done yet, which the device plugin says in its"
                    + " log only",
                "remove it"));
      }
    }
  }

  /** The agent does not use it, and the plugin refuses it all the same when it is wrong. */
  private void named(Node item) {
    var keys = List.of("pattern", "name");
    findings
        .exact(item, keys, Set.copyOf(keys))
        .ifPresent(
            section -> {
              for (var key : keys) {
                if (!section.has(key)) {
                  section.report(key, "is required", "write it, or remove the section");
                }
              }
              section.get("pattern", TEXT_OR_NONE);
              section.get("name", PluginSharing.NAME);
            });
  }

  private void imex(MappingReader imex) {
    imex.get("required", BOOL);
    imex.get("channelIDs", LIST)
        .filter(
            channels ->
                !channels.isEmpty()
                    && !(channels.size() == 1
                        && PluginForms.number(channels.getFirst()).orElse(-1) == 0))
        .ifPresent(
            _ -> imex.report("channelIDs", "names channels that there are not", "use [] or [0]"));
  }
}

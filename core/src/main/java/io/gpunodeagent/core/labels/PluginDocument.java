package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.document.Alternatives;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a whole configuration of the device plugin. Confined to one reading. */
final class PluginDocument {

  private static final String VERSION = "v1";
  private static final Pattern DURATION =
      Pattern.compile("infinite|[-+]?0|[-+]?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))+");
  private static final List<String> STRATEGIES = List.of("none", "single", "mixed");
  private static final List<String> DEVICE_LISTS =
      List.of("envvar", "volume-mounts", "cdi-annotations", "cdi-cri");

  private final PluginFindings findings;

  PluginDocument(PluginFindings findings) {
    this.findings = findings;
  }

  PluginConfig read(Map<?, ?> document) {
    var keys = List.of("version", "flags", "resources", "sharing", "imex");
    var root = PluginSection.of("", document, keys, findings);
    version(root);
    root.section("resources", List.of("gpus", "mig")).ifPresent(this::resources);
    root.section("imex", List.of("channelIDs", "required")).ifPresent(this::imex);
    var sharing =
        root.section("sharing", List.of("timeSlicing", "mps"))
            .map(section -> new PluginSharing(findings).read(section))
            .orElseGet(Sharing::none);
    var flags = root.section("flags", flagKeys());
    var strategy = flags.flatMap(this::flags);
    var gfd = flags.flatMap(PluginDocument::gfd);
    if (sharing.kind() == Sharing.Kind.MPS && strategy.equals(Optional.of(MigStrategy.MIXED))) {
      findings.refuse(
          "flags.migStrategy",
          "mixed",
          "is a strategy with which the device plugin shares nothing by MPS",
          "use the strategy none or single, or remove sharing.mps");
    }
    return new PluginConfig(
        strategy,
        gfd.flatMap(section -> section.bool("noTimestamp")).orElse(false),
        gfd.flatMap(section -> section.text("machineTypeFile")),
        sharing);
  }

  private void version(PluginSection root) {
    root.text("version")
        .filter(version -> !version.isEmpty() && !version.equals(VERSION))
        .ifPresent(
            version -> findings.refuse("version", version, "is not valid", "use v1, or none"));
  }

  private static List<String> flagKeys() {
    return List.of(
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
  }

  private Optional<MigStrategy> flags(PluginSection flags) {
    List.of("failOnInitError", "gdrcopyEnabled", "gdsEnabled", "mofedEnabled", "useNodeFeatureAPI")
        .forEach(flags::bool);
    List.of("mpsRoot", "nvidiaDriverRoot", "nvidiaDevRoot").forEach(flags::text);
    flags.choice("deviceDiscoveryStrategy", List.of("auto", "nvml", "tegra", "vfio"));
    flags
        .section(
            "plugin",
            List.of(
                "passDeviceSpecs",
                "deviceListStrategy",
                "deviceIDStrategy",
                "cdiAnnotationPrefix",
                "nvidiaCTKPath",
                "containerDriverRoot",
                "sharedDevicesAllocationPolicy"))
        .ifPresent(PluginDocument::plugin);
    return flags
        .choice("migStrategy", STRATEGIES)
        .map(text -> MigStrategy.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  private static void plugin(PluginSection plugin) {
    plugin.bool("passDeviceSpecs");
    plugin.typed(
        "deviceListStrategy",
        value ->
            DEVICE_LISTS.contains(value)
                    || (value instanceof List<?> list && DEVICE_LISTS.containsAll(list))
                ? Optional.of(value)
                : Optional.empty(),
        Alternatives.of(DEVICE_LISTS) + ", or a list of them");
    plugin.choice("deviceIDStrategy", List.of("uuid", "index"));
    List.of("cdiAnnotationPrefix", "nvidiaCTKPath", "containerDriverRoot").forEach(plugin::text);
    plugin.choice("sharedDevicesAllocationPolicy", List.of("distributed", "packed"));
  }

  private static Optional<PluginSection> gfd(PluginSection flags) {
    var keys = List.of("oneshot", "noTimestamp", "sleepInterval", "outputFile", "machineTypeFile");
    var gfd = flags.section("gfd", keys);
    gfd.ifPresent(
        section -> {
          section.bool("oneshot");
          section.text("outputFile");
          section.typed(
              "sleepInterval",
              value ->
                  value instanceof Number || DURATION.matcher(String.valueOf(value)).matches()
                      ? Optional.of(value)
                      : Optional.empty(),
              "a duration such as 60s, or infinite");
        });
    return gfd;
  }

  private void resources(PluginSection resources) {
    for (var key : List.of("gpus", "mig")) {
      var items = resources.list(key);
      for (int i = 0; i < items.size(); i++) {
        named(resources.at(key) + "[" + i + "]", items.get(i));
      }
      if (!items.isEmpty()) {
        findings.ignore(
            resources.at(key),
            "",
            "names resources, which cannot be done yet, which the device plugin says in its log"
                + " only",
            "remove it");
      }
    }
  }

  /** The agent does not use it, and the plugin refuses it all the same when it is wrong. */
  private void named(String path, Object item) {
    if (!(item instanceof Map<?, ?> entries)) {
      findings.refuse(path, item, "is not valid", "use pattern and name, both below -");
      return;
    }
    var section = PluginSection.ofExactKeys(path, entries, List.of("pattern", "name"), findings);
    for (var key : List.of("pattern", "name")) {
      if (!section.isWritten(key)) {
        findings.refuse(section.at(key), "", "is required", "write it, or remove the section");
      }
    }
    section.text("pattern");
    PluginSharing.name(section, "name");
  }

  private void imex(PluginSection imex) {
    imex.bool("required");
    var channels = imex.list("channelIDs");
    if (!channels.isEmpty() && !channels.equals(List.of(0))) {
      findings.refuse(imex.at("channelIDs"), channels, "is not valid", "use [] or [0]");
    }
  }
}

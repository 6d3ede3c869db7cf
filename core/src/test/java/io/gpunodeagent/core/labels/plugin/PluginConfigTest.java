// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Place;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.labels.PlainLabels;
import io.gpunodeagent.core.labels.plugin.Sharing.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The device plugin's configuration, as strictly as it can be read and as the plugin takes it. */
class PluginConfigTest {

  private static PluginReading read(String yaml) {
    var document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return PluginReading.of(node(document, Place.root("")));
  }

  private static Node node(@Nullable Object value, Place place) {
    return switch (value) {
      case null -> new Node.Absent(place);
      case Map<?, ?> map ->
          new Node.Mapping(
              place,
              map.entrySet().stream()
                  .map(one -> entry(String.valueOf(one.getKey()), one.getValue(), place))
                  .toList());
      case List<?> list ->
          new Node.Items(
              place,
              IntStream.range(0, list.size())
                  .mapToObj(i -> node(list.get(i), place.item(i, 0, 0)))
                  .toList());
      case Boolean truth -> new Node.Truth(place, truth.toString(), truth);
      case Number number -> new Node.Numeral(place, number.toString());
      default -> new Node.Text(place, value.toString());
    };
  }

  private static Node.Entry entry(String key, @Nullable Object value, Place place) {
    return new Node.Entry(key, node(value, place.key(key)));
  }

  private static List<String> lines(List<Problem> problems) {
    return problems.stream().map(Problem::line).toList();
  }

  @Test
  void aWholeConfigurationIsRead() {
    var reading =
        read(
            """
            version: v1
            flags:
              migStrategy: mixed
              failOnInitError: true
              nvidiaDriverRoot: /
              deviceDiscoveryStrategy: auto
              plugin:
                passDeviceSpecs: false
                deviceListStrategy: [envvar, cdi-cri]
                deviceIDStrategy: uuid
                sharedDevicesAllocationPolicy: packed
              gfd:
                oneshot: false
                noTimestamp: true
                sleepInterval: 1m30s
                outputFile: /etc/features.d/gfd
                machineTypeFile: /sys/class/dmi/id/product_name
            sharing:
              timeSlicing:
                renameByDefault: true
                failRequestsGreaterThanOne: true
                resources:
                - name: gpu
                  replicas: 4
                - name: nvidia.com/mig-1g.10gb
                  devices: all
                  replicas: 2
            imex:
              channelIDs: [0]
              required: false
            """);
    assertThat(reading.refused()).isEmpty();
    assertThat(reading.ignored()).isEmpty();
    var config = reading.config().orElseThrow();
    assertThat(config.migStrategy()).contains(MigStrategy.MIXED);
    assertThat(config.noTimestamp()).isTrue();
    assertThat(config.machineTypeFile()).contains("/sys/class/dmi/id/product_name");
    var shared = config.sharing().timeSlicing().orElseThrow();
    assertThat(shared.renameByDefault()).isTrue();
    assertThat(shared.failRequestsGreaterThanOne()).isTrue();
    assertThat(shared.resources())
        .containsExactly(
            new Resource("nvidia.com/gpu", 4), new Resource("nvidia.com/mig-1g.10gb", 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "version: v1", "version: ''", "flags:", "sharing: {}", "imex: {}"})
  void nothingIsSharedByDefault(String yaml) {
    assertThat(read(yaml))
        .isEqualTo(new PluginReading(Optional.of(PluginConfig.none()), List.of(), List.of()));
  }

  @Test
  void requestsForMoreThanOneFailByDefaultUnderMpsOnly() {
    var resources = "{resources: [{name: gpu, replicas: 2}]}";
    var mps = read("sharing: {mps: " + resources + "}").config().orElseThrow().sharing();
    var slicing =
        read("sharing: {timeSlicing: " + resources + "}").config().orElseThrow().sharing();
    assertThat(mps.mps().orElseThrow().failRequestsGreaterThanOne()).isTrue();
    assertThat(slicing.timeSlicing().orElseThrow().failRequestsGreaterThanOne()).isFalse();
    assertThat(mps.kind()).isEqualTo(Sharing.Kind.MPS);
    assertThat(slicing.kind()).isEqualTo(Sharing.Kind.TIME_SLICING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: v2 | version: \"v2\" is not valid: use v1, or none",
        "flags: {migStrategy: both} | flags.migStrategy: \"both\" is not valid: use none, single or"
            + " mixed",
        "flags: {failOnInitError: 'yes'} | flags.failOnInitError: \"yes\" is not valid: use true or"
            + " false, without quotes",
        "flags: 3 | flags: \"3\" is no mapping: write keys, indented below it",
        "flags: {mpsRoot: [a]} | flags.mpsRoot: is a list: use a text, in quotes where YAML needs"
            + " them",
        "flags: {gfd: {sleepInterval: 60}} | ",
        "flags: {gfd: {sleepInterval: soon}} | flags.gfd.sleepInterval: \"soon\" is not valid: use"
            + " a duration such as 60s, or infinite",
        "flags: {plugin: {deviceListStrategy: [envvar, x]}} | flags.plugin.deviceListStrategy: is a"
            + " list: use envvar, volume-mounts, cdi-annotations or cdi-cri, or a list of them",
        "flags: {plugin: {deviceIDStrategy: name}} | flags.plugin.deviceIDStrategy: \"name\" is not"
            + " valid: use uuid or index",
        "imex: {channelIDs: [1]} | imex.channelIDs: names channels that there are not: use [] or"
            + " [0]",
        "sharing: {timeSlicing: {}} | sharing.timeSlicing.resources: shares no resource: name one,"
            + " or remove the section",
        "sharing: {mps: {resources: gpu}} | sharing.mps.resources: \"gpu\" is not valid: use a"
            + " list, each item on a line of its own, after -",
        "sharing: {mps: {resources: [gpu]}} | sharing.mps.resources[0]: \"gpu\" is not valid: use"
            + " name and replicas, both below -",
        "sharing: {mps: {resources: [{name: gpu}]}} | sharing.mps.resources[0].replicas: is"
            + " required: write it",
        "sharing: {mps: {resources: [{replicas: 2}]}} | sharing.mps.resources[0].name: is required:"
            + " write it",
        "sharing: {mps: {resources: [{name: gpu, replicas: 1}]}} |"
            + " sharing.mps.resources[0].replicas: \"1\" is not valid: use a whole number of at"
            + " least 2",
        "sharing: {mps: {resources: [{name: gpu, replicas: '4'}]}} |"
            + " sharing.mps.resources[0].replicas: \"4\" is not valid: use a whole number of at"
            + " least 2",
        "sharing: {mps: {resources: [{name: GPU, replicas: 4}]}} | sharing.mps.resources[0].name:"
            + " \"GPU\" is not valid: use a resource name, nvidia.com/ and a DNS name in lower"
            + " case, at most 63 characters, such as nvidia.com/gpu or nvidia.com/mig-1g.10gb",
        "sharing: {mps: {resources: [{name: gpu, replicas: 4, devices: 0}]}} |"
            + " sharing.mps.resources[0].devices: \"0\" is not valid: use all, a number above 0, or"
            + " a list of indexes and UUIDs",
        "{flags: {migStrategy: mixed}, sharing: {mps: {resources: [{name: gpu, replicas: 4}]}}} |"
            + " flags.migStrategy: \"mixed\" is a strategy with which the device plugin shares"
            + " nothing by MPS: use the strategy none or single, or remove sharing.mps"
      })
  void whatThePluginRefusesIsOneLineEach(String yaml, String line) {
    var reading = read(yaml);
    if (line == null) {
      assertThat(reading.refused()).isEmpty();
      assertThat(reading.config()).isPresent();
    } else {
      assertThat(lines(reading.refused())).containsExactly(line);
      assertThat(reading.config()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sharing: {timeslicing: {resources: [{name: gpu, replicas: 4}]}} | sharing.timeslicing: is"
            + " spelt timeSlicing, and the device plugin takes either: spell it so | 4",
        "sharing: {time-slicing: {resources: [{name: gpu, replicas: 4}]}} | sharing.time-slicing:"
            + " unknown key, which the device plugin ignores: did you mean timeSlicing? | 1",
        "{flags: {renameByDefault: true}} | flags.renameByDefault: unknown key, which the device"
            + " plugin ignores: use migStrategy, failOnInitError, mpsRoot, nvidiaDriverRoot,"
            + " nvidiaDevRoot, gdrcopyEnabled, gdsEnabled, mofedEnabled, useNodeFeatureAPI,"
            + " deviceDiscoveryStrategy, plugin or gfd | 1",
        "sharing: {timeSlicing: {RenameByDefault: true, resources: [{name: gpu, replicas: 4}]}} |"
            + " sharing.timeSlicing.RenameByDefault: unknown key, which the device plugin ignores:"
            + " did you mean renameByDefault? | 4",
        "sharing: {timeSlicing: {resources: [{name: gpu, replicas: 4, rename: fast}]}} |"
            + " sharing.timeSlicing.resources[0].rename: \"fast\" renames a resource, which cannot"
            + " be done one by one yet: use renameByDefault, which adds .shared | 4",
        "sharing: {timeSlicing: {resources: [{name: gpu, replicas: 4, devices: [0, '1:2',"
            + " MIG-GPU-4cf76450-c6db-4eb0-8ce4-7984f386b5d8/1/0]}]}} |"
            + " sharing.timeSlicing.resources[0].devices: chooses devices, which cannot be done"
            + " yet: all are shared; write all, or remove it | 4",
        "sharing: {timeSlicing: {resources: [{name: gpu, replicas: 4}, {name: nvidia.com/gpu,"
            + " replicas: 8}]}} | sharing.timeSlicing.resources[1].name: \"nvidia.com/gpu\" is"
            + " listed before: the first one counts | 4",
        "resources: {gpus: [{pattern: '*', name: gpu}]} | resources.gpus: names resources, which"
            + " cannot be done yet, which the device plugin says in its log only: remove it | 1"
      })
  void whatThePluginTakesAndDoesNotHeedIsNamed(String yaml, String line, int replicas) {
    var reading = read(yaml);
    assertThat(lines(reading.ignored())).containsExactly(line);
    assertThat(reading.config().orElseThrow().sharing().replicas("nvidia.com/gpu"))
        .isEqualTo(replicas);
  }

  @Test
  void mpsBesideTimeSlicingWins() {
    var one = "{resources: [{name: gpu, replicas: 4}]}";
    var reading = read("sharing: {timeSlicing: " + one + ", mps: " + one + "}");
    assertThat(lines(reading.ignored()))
        .containsExactly(
            "sharing.timeSlicing: is not looked at beside sharing.mps: keep one of the two");
    assertThat(reading.config().orElseThrow().sharing().kind()).isEqualTo(Sharing.Kind.MPS);
  }

  @Test
  void everyProblemIsListedAtOnce() {
    var reading =
        read("{version: v3, flags: {migStrategy: x, gfd: {oneshot: 1}}, imex: {channelIDs: [2]}}");
    assertThat(reading.refused()).hasSize(4);
  }

  @Test
  void theAgentsOwnStrategyComesBeforeThePlugins() {
    var plugin = read("flags: {migStrategy: mixed}").config().orElseThrow();
    assertThat(strategy(Optional.empty(), plugin)).isEqualTo(MigStrategy.MIXED);
    assertThat(strategy(Optional.of(MigStrategy.SINGLE), plugin)).isEqualTo(MigStrategy.SINGLE);
    assertThat(strategy(Optional.empty(), PluginConfig.none())).isEqualTo(MigStrategy.NONE);
  }

  private static MigStrategy strategy(Optional<MigStrategy> own, PluginConfig plugin) {
    var config = PlainLabels.CONFIG;
    return new LabelsConfig(config.owner(), own, plugin, true, false, false, config.hold())
        .effectiveMigStrategy();
  }
}

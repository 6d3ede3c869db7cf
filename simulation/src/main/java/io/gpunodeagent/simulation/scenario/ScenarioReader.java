// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import io.gpunodeagent.simulation.spi.ScenarioException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the cluster's part of a scenario file. */
public final class ScenarioReader {

  private static final int DEEPEST = 50;

  /** Controls, and what ends a line in Unicode. */
  private static final String CONTROLS = "[\\p{Cc}\\u2028\\u2029]";

  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path catalogue;
  private final Map<String, At> models = new HashMap<>();

  private ScenarioReader(Path catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Reads {@code scenario}.
   *
   * @param catalogue the folder of models beside the library
   * @return empty when it says nothing of a cluster
   * @throws ScenarioException when something in it cannot be played
   */
  public static Optional<NodeScenario> read(Path scenario, Path catalogue) {
    var root = open(scenario);
    return root.find("kubernetes")
        .map(section -> new ScenarioReader(catalogue).read(root, section, nameOf(scenario)));
  }

  /** The library's name of a scenario: up to the last dot. */
  private static String nameOf(Path scenario) {
    var file = scenario.getFileName().toString();
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }

  private NodeScenario read(At root, At section, String name) {
    section.only("node", "hostPid", "cgroups", "kubelet", "api", "pods", "hostProcesses");
    var devices = new ScenarioGpuReader(root, name, this::model).read();
    var node = node(section, name);
    var readings = new ArrayList<ScenarioPodReader.Reading>();
    for (var pod : section.items("pods")) {
      readings.add(new ScenarioPodReader(node.name(), devices.gpus(), pod).read());
    }
    distinct(readings);
    var allocatable = new ScenarioAllocationReader(devices.gpus(), node.name(), "", Span.always());
    var kubelet = section.find("kubelet");
    kubelet.ifPresent(at -> at.only("faults", "listsEndedPods", "allocatable"));
    var api = section.find("api");
    api.ifPresent(at -> at.only("faults"));
    return new NodeScenario(
        node,
        Time.read(root.find("clock")),
        new NodeScenario.KubeletPart(
            ScenarioFault.read(kubelet, ScenarioFault.KUBELET_KINDS),
            kubelet.flatMap(at -> at.find("listsEndedPods")).map(At::truth).orElse(false),
            kubelet
                .filter(at -> at.find("allocatable").isPresent())
                .map(
                    at ->
                        at.items("allocatable").stream()
                            .flatMap(one -> allocatable.offered(one).stream())
                            .toList())),
        ScenarioFault.read(api, ScenarioFault.API_KINDS),
        devices.gpus(),
        readings.stream().map(ScenarioPodReader.Reading::pod).toList(),
        ProcessJoin.join(devices.processes(), readings, section.items("hostProcesses")));
  }

  private static NodeScenario.Node node(At section, String scenario) {
    var node = section.find("node");
    node.ifPresent(at -> at.only("name", "labels"));
    var name = node.flatMap(at -> at.find("name")).map(At::text).orElse(scenario);
    return new NodeScenario.Node(
        name,
        Derived.uid("node", name),
        node.flatMap(at -> at.find("labels")).map(At::texts).orElse(Map.of()),
        section.find("hostPid").map(At::truth).orElse(true),
        Cgroups.read(section.find("cgroups")));
  }

  private static void distinct(List<ScenarioPodReader.Reading> readings) {
    var uids = new HashSet<String>();
    for (int i = 0; i < readings.size(); i++) {
      var pod = readings.get(i).pod();
      var at = readings.get(i).at();
      if (!uids.add(pod.uid())) {
        throw at.fault("another pod has the uid " + pod.uid(), "give each its own");
      }
      for (var earlier : readings.subList(0, i)) {
        boolean sameName = earlier.pod().key().equals(pod.key());
        if (sameName && presence(earlier.pod()).overlaps(presence(pod))) {
          throw at.fault(
              "another pod is called " + pod.key() + " at the same time",
              "let one end before the other starts");
        }
      }
    }
  }

  /** While its object is there. */
  private static Span presence(Pod pod) {
    var span = pod.life().span();
    return pod.life().remains().isPresent()
        ? new Span(span.from(), Double.POSITIVE_INFINITY)
        : span;
  }

  private At model(At name) {
    var model = name.text(MODEL, "not a model", "name a file of catalogue/");
    return models.computeIfAbsent(
        model,
        key -> {
          var file = catalogue.resolve(key + ".yaml");
          if (!Files.isRegularFile(file)) {
            throw name.fault("no such model in " + catalogue, "name a file of catalogue/");
          }
          return open(file);
        });
  }

  private static At open(Path file) {
    var place = file.toString();
    try {
      var settings = LoadSettings.builder().setAllowNonScalarKeys(true).build();
      var text = Files.readString(file);
      checkDepth(settings, text, place);
      return new Compose(settings)
          .composeString(text)
          .map(node -> new At(place, "", node))
          .orElseThrow(
              () -> fault(place, 1, "the file is empty", "describe a node, see SCENARIOS.md"));
    } catch (MarkedYamlEngineException wrong) {
      int line = wrong.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw fault(place, line, problem(wrong.getProblem()), "write valid YAML");
    } catch (YamlEngineException | IllegalArgumentException wrong) {
      throw fault(place, 1, problem(String.valueOf(wrong.getMessage())), "write valid YAML");
    } catch (NoSuchFileException _) {
      throw fault(place, 0, "no such file", "name a file that can be read");
    } catch (CharacterCodingException _) {
      throw fault(place, 0, "not UTF-8 text", "save it as UTF-8");
    } catch (IOException _) {
      throw fault(place, 0, "cannot be read", "name a file that can be read");
    }
  }

  /** The parser composes by recursion: too deep a file would exhaust the stack. */
  private static void checkDepth(LoadSettings settings, String text, String place) {
    int depth = 0;
    for (var event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        throw fault(
            place, line, "is nested more than " + DEEPEST + " levels deep", "nest less deeply");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  /** The first line of what the parser says, which may quote any character of the file. */
  private static String problem(String said) {
    return said.lines().findFirst().orElse("not YAML").replaceAll(CONTROLS, "?");
  }

  private static ScenarioException fault(String file, int line, String rule, String wayOut) {
    return new ScenarioException("%s:%d: %s: %s".formatted(file, line, rule, wayOut));
  }
}

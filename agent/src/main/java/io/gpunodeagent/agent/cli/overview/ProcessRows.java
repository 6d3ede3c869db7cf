// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the processes on a GPU. */
final class ProcessRows {

  private final String gpu;
  private final Map<String, OptionalDouble> smPercent = new HashMap<>();

  private ProcessRows(JsonValue gpu) {
    this.gpu = gpu.at("index").text();
    Stream.concat(Stream.of(gpu), gpu.at("mig").at("instances").items().stream())
        .flatMap(device -> device.at("occupancy").at("occupants").items().stream())
        .forEach(this::use);
  }

  /** The use of a party is that of its process when it has only one there. */
  private void use(JsonValue occupant) {
    var pids = occupant.at("pids").items();
    if (pids.size() == 1) {
      smPercent.put(pids.getFirst().text(), occupant.at("smPercent").decimal());
    }
  }

  static List<ProcessOverview> of(JsonValue gpu) {
    var rows = new ProcessRows(gpu);
    return gpu.at("processes").items().stream().map(rows::process).toList();
  }

  private ProcessOverview process(JsonValue process) {
    var pid = process.at("pid").text();
    var instance = process.at("gpuInstanceId").text();
    var command = process.at("command").text();
    var own = process.at("smPercent").decimal();
    return new ProcessOverview(
        pid,
        command.isEmpty() ? "-" : command,
        instance.isEmpty() ? gpu : gpu + "/" + instance,
        process.at("kinds").items().stream().map(JsonValue::text).collect(Collectors.joining("+")),
        process.at("usedBytes").whole(),
        own.isPresent() ? own : smPercent.getOrDefault(pid, OptionalDouble.empty()),
        owner(process));
  }

  private static String owner(JsonValue process) {
    return switch (process.at("owner").text()) {
      case "host" -> "host";
      case "mps_server" -> "MPS server";
      case "pod" -> {
        var parts =
            Stream.of("namespace", "pod", "container")
                .map(key -> process.at(key).text())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
        yield parts.isEmpty() ? "pod UID " + process.at("podUid").text() : parts;
      }
      default -> "unknown";
    };
  }
}

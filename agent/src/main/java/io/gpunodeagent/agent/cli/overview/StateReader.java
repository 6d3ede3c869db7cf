// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import io.gpunodeagent.agent.cli.overview.ShownState.Problem;
import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.core.health.cause.GpuState;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Reads what the API says of a node, such as an event of {@code /api/v1/stream}. */
public final class StateReader {

  private final JsonValue root;
  private final HolderReader holders;
  private final Map<String, String> names = new HashMap<>();

  private StateReader(JsonValue root) {
    this.root = root;
    holders = new HolderReader(root);
    root.at("gpus")
        .items()
        .forEach(gpu -> names.put(gpu.at("uuid").text(), "GPU " + gpu.at("index").text()));
  }

  /**
   * The node of one state.
   *
   * @param json an object with {@code takenAt}, {@code node}, {@code gpus}, {@code allocations} and
   *     {@code decisions}
   * @throws io.gpunodeagent.core.document.RefusedException when it is no JSON
   */
  public static ShownState read(byte[] json) {
    return new StateReader(JsonValue.of(JsonDocument.read(json))).state();
  }

  private ShownState state() {
    var node = root.at("node");
    return new ShownState(
        node.at("name").text(),
        root.at("takenAt").instant().orElse(Instant.EPOCH),
        versions(node.at("driver")),
        node.at("driver").at("state").text().equals("ready"),
        node.at("simulated").truth(),
        node.at("overview").at("held").whole(),
        holdersUnknown(node.at("sources")),
        root.at("gpus").items().stream().map(this::gpu).toList(),
        root.at("gpus").items().stream().flatMap(gpu -> ProcessRows.of(gpu).stream()).toList(),
        processesDoubt(node.at("sources")),
        node.at("problems").items().stream().map(this::problem).toList());
  }

  private static String versions(JsonValue driver) {
    if (!driver.at("state").text().equals("ready")) {
      return "NVML is not available: " + driver.at("detail").text();
    }
    var cuda = driver.at("cudaDriverVersion").whole();
    return "driver "
        + orDash(driver.at("driverVersion").text())
        + "  NVML "
        + orDash(driver.at("nvmlVersion").text())
        + "  CUDA "
        + (cuda.isPresent() ? cuda.getAsLong() / 1000 + "." + cuda.getAsLong() % 1000 / 10 : "-");
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static String holdersUnknown(JsonValue sources) {
    var kubelet =
        sources.items().stream()
            .filter(source -> source.at("name").text().equals("kubelet"))
            .map(source -> source.at("state").text())
            .findFirst()
            .orElse("off");
    return switch (kubelet) {
      case "up" -> "";
      case "off" -> "no kubelet is asked";
      default -> "the kubelet does not answer";
    };
  }

  /** How far the lists of processes can be believed, where that is not all the way. */
  private static String processesDoubt(JsonValue sources) {
    return sources.items().stream()
        .filter(source -> source.at("name").text().equals("processes"))
        .filter(source -> !source.at("state").text().equals("full"))
        .map(source -> source.at("state").text() + ", " + source.at("reason").text())
        .findFirst()
        .orElse("");
  }

  private Problem problem(JsonValue problem) {
    var text = problem.at("text").text();
    for (var gpu : names.entrySet()) {
      text = gpu.getKey().isEmpty() ? text : text.replace(gpu.getKey(), gpu.getValue());
    }
    return new Problem(
        problem.at("severity").text().equals("error"), text, problem.at("remedy").text());
  }

  private GpuOverview gpu(JsonValue gpu) {
    var id = gpu.at("index").text();
    var uuid = gpu.at("uuid").text();
    var instances =
        gpu.at("mig").at("instances").items().stream().map(one -> instance(id, uuid, one)).toList();
    var name = gpu.at("name").text();
    return new GpuOverview(
        device(gpu, id, uuid, name.replaceFirst("^NVIDIA ", ""), load(gpu.at("readings"))),
        condition(gpu.at("condition")),
        reason(gpu.at("condition")),
        health(gpu.at("health").at("state").text()),
        instances);
  }

  private DeviceOverview instance(String gpu, String uuid, JsonValue instance) {
    var id = gpu + "/" + instance.at("gpuInstanceId").text();
    var readings = instance.at("readings");
    var load =
        new LoadOverview(
            readings.at("graphicsActivityPercent").decimal(),
            readings.at("memoryUsedBytes").whole(),
            readings.at("memoryTotalBytes").whole(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    return device(instance, id, uuid, instance.at("profile").text(), load);
  }

  private DeviceOverview device(
      JsonValue device, String id, String uuid, String name, LoadOverview load) {
    var occupancy = device.at("occupancy");
    return new DeviceOverview(
        id,
        uuid,
        name,
        DeviceState.of(device.at("use").at("state").text()),
        occupancy.at("replicaCount").count(),
        load,
        holders.of(occupancy, id, uuid),
        occupancy.at("host").at("pids").items().size());
  }

  private static LoadOverview load(JsonValue readings) {
    return new LoadOverview(
        readings.at("gpuUtilizationPercent").decimal(),
        readings.at("memoryUsedBytes").whole(),
        readings.at("memoryTotalBytes").whole(),
        readings.at("powerUsageMilliwatts").whole(),
        readings.at("powerLimitEnforcedMilliwatts").whole(),
        readings.at("temperatureCelsius").whole(),
        readings.at("smClockMegahertz").whole());
  }

  private static String condition(JsonValue condition) {
    var state = condition.at("state").text();
    return state.equals("fresh") ? "ok" : state;
  }

  /** Why there are no readings; empty text when there are. */
  private static String reason(JsonValue condition) {
    var function = condition.at("function").text();
    return switch (condition.at("state").text()) {
      case "fresh" -> "";
      case "unread" -> "not read yet" + (function.isEmpty() ? "" : ", in " + function);
      case "hung" -> "hangs in " + function;
      default -> function + " answered " + condition.at("code").text();
    };
  }

  private static GpuState health(String label) {
    return Arrays.stream(GpuState.values())
        .filter(state -> state.label().equals(label))
        .findFirst()
        .orElse(GpuState.UNKNOWN);
  }
}

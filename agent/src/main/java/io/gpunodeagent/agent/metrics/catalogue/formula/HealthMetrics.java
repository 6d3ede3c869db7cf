// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import io.gpunodeagent.agent.metrics.catalogue.metric.StateAt;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.snapshot.DriverMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * What the agent judges of each GPU. A GPU that is lost, or that only the PCI bus still shows, has
 * these series too: that is when they matter.
 */
public final class HealthMetrics {

  public static final Map<String, Reader<StateAt>> READERS =
      Map.of(
          "gpu_health_state", HealthMetrics::states,
          "gpu_health_cause", HealthMetrics::causes,
          "gpu_health_node_cause", HealthMetrics::nodeCauses,
          "gpu_driver_messages_total", HealthMetrics::driverMessages,
          "gpu_nvswitch_sxid_errors_total", HealthMetrics::switchErrors,
          "gpu_departed_timestamp_seconds", HealthMetrics::departed);

  private HealthMetrics() {}

  private static void states(StateAt at, Samples out) {
    for (var gpu : at.state().health().gpus().values()) {
      for (var state : GpuState.values()) {
        out.add(extra(gpu, Map.of("state", state.label())), state == gpu.state() ? 1 : 0);
      }
    }
  }

  private static void causes(StateAt at, Samples out) {
    for (var gpu : at.state().health().gpus().values()) {
      gpu.raised().forEach(finding -> out.add(extra(gpu, labels(finding)), 1));
    }
  }

  private static void nodeCauses(StateAt at, Samples out) {
    at.state().health().node().stream()
        .filter(HealthFinding::raised)
        .forEach(finding -> out.add(new Extra(labels(finding), Map.of()), 1));
  }

  private static void driverMessages(StateAt at, Samples out) {
    at.state()
        .node()
        .driverMessages()
        .counts()
        .forEach(
            (message, seen) -> {
              switch (message) {
                case DriverMessage.OffBus(var bus) -> out.add(named(bus, "off_bus"), seen.count());
                case DriverMessage.InitFailed(var bus) ->
                    out.add(named(bus, "init_failed"), seen.count());
                case DriverMessage.SwitchError _ -> {}
              }
            });
  }

  private static Extra named(String bus, String message) {
    return Extra.fields("pci_bus_id", bus, "message", message);
  }

  private static void switchErrors(StateAt at, Samples out) {
    at.state()
        .node()
        .driverMessages()
        .counts()
        .forEach(
            (message, seen) -> {
              if (message instanceof DriverMessage.SwitchError(var bus, var code, var fatal)) {
                var labels =
                    Map.of(
                        "pci_bus_id", bus,
                        "sxid", Integer.toString(code),
                        "fatal", Boolean.toString(fatal));
                out.add(new Extra(labels, Map.of()), seen.count());
              }
            });
  }

  private static void departed(StateAt at, Samples out) {
    for (var gpu : at.state().node().absent().departed()) {
      out.add(
          Extra.fields("UUID", gpu.identity().uuid(), "pci_bus_id", gpu.identity().pciBusId()),
          gpu.at().toEpochMilli() / 1000.0);
    }
  }

  private static Map<String, String> labels(HealthFinding finding) {
    return Map.of(
        "cause", finding.cause().label(),
        "detail", finding.cause().detail(),
        "action", finding.action().label());
  }

  private static Extra extra(GpuHealth gpu, Map<String, String> more) {
    var labels = new HashMap<>(more);
    labels.put("UUID", gpu.id());
    labels.put("pci_bus_id", gpu.pciBusId());
    return new Extra(labels, Map.of());
  }
}

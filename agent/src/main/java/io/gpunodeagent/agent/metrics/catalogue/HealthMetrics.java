package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.gauge;

import io.gpunodeagent.agent.metrics.catalogue.Samples.Extra;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.GpuState;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.snapshot.DriverMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the agent judges of each GPU. A GPU that is lost, or that only the PCI bus tells of, has
 * these series too: that is when they matter.
 */
final class HealthMetrics {

  private static final String JUDGED = "all that NVML, the kernel log and the PCI bus tell";

  private HealthMetrics() {}

  static List<UseMetric<Told>> rows() {
    return List.of(
        gauge(
                "gpu_health_state",
                "0/1",
                "1 for how the GPU is; what cannot be read is unknown, never healthy",
                JUDGED,
                HealthMetrics::states)
            .labelled("UUID, pci_bus_id, state"),
        gauge(
                "gpu_health_cause",
                "1",
                "What is wrong with the GPU, and what is recommended",
                JUDGED,
                HealthMetrics::causes)
            .labelled("UUID, pci_bus_id, cause, detail, action"),
        gauge(
                "gpu_health_node_cause",
                "1",
                "What is wrong with that which all GPUs of the node depend on",
                JUDGED,
                HealthMetrics::nodeCauses)
            .labelled("cause, detail, action"),
        counter(
                "gpu_driver_messages_total",
                "count",
                "Messages of the driver in the kernel log since the agent started: a GPU fell off"
                    + " the bus (off_bus) or could not be initialised (init_failed)",
                "the kernel log",
                HealthMetrics::driverMessages)
            .labelled("pci_bus_id, message"),
        counter(
                "gpu_nvswitch_sxid_errors_total",
                "count",
                "SXids of NVSwitches in the kernel log since the agent started",
                "the kernel log",
                HealthMetrics::switchErrors)
            .labelled("pci_bus_id, sxid, fatal"),
        gauge(
                "gpu_departed_timestamp_seconds",
                "Unix time",
                "When a GPU that had been gone for an hour was taken for removed",
                "NVML",
                HealthMetrics::departed)
            .labelled("UUID, pci_bus_id"));
  }

  private static void states(Told told, Samples out) {
    for (var gpu : told.state().health().gpus().values()) {
      for (var state : GpuState.values()) {
        out.add(extra(gpu, Map.of("state", state.label())), state == gpu.state() ? 1 : 0);
      }
    }
  }

  private static void causes(Told told, Samples out) {
    for (var gpu : told.state().health().gpus().values()) {
      gpu.raised().forEach(finding -> out.add(extra(gpu, labels(finding)), 1));
    }
  }

  private static void nodeCauses(Told told, Samples out) {
    told.state().health().node().stream()
        .filter(HealthFinding::raised)
        .forEach(finding -> out.add(new Extra(labels(finding), Map.of()), 1));
  }

  private static void driverMessages(Told told, Samples out) {
    told.state()
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

  private static void switchErrors(Told told, Samples out) {
    told.state()
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

  private static void departed(Told told, Samples out) {
    for (var gpu : told.state().node().absent().departed()) {
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

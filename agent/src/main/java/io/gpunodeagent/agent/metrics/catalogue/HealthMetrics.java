package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.gauge;

import io.gpunodeagent.agent.health.Finding;
import io.gpunodeagent.agent.health.GpuHealth;
import io.gpunodeagent.agent.health.GpuState;
import io.gpunodeagent.agent.metrics.catalogue.Samples.Extra;
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
            .labelled("cause, detail, action"));
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
        .filter(Finding::raised)
        .forEach(finding -> out.add(new Extra(labels(finding), Map.of()), 1));
  }

  private static Map<String, String> labels(Finding finding) {
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

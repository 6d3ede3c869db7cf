// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Dashboard.rows;
import static io.gpunodeagent.agent.dashboards.Panel.lines;
import static io.gpunodeagent.agent.dashboards.Panel.stacked;
import static io.gpunodeagent.agent.dashboards.Panel.stat;
import static io.gpunodeagent.agent.dashboards.Panel.table;

import io.gpunodeagent.agent.dashboards.Dashboard.Variable;
import io.gpunodeagent.agent.dashboards.Dashboard.Variable.Kind;
import java.util.List;
import java.util.Map;

/** One node: its GPUs, and who is on them. */
final class NodeDashboard {

  private static final String GPU = "{" + Dashboards.NODE + ",gpu=~\"$gpu\"}";
  private static final String UTILISATION =
      "clamp_max(sum by (gpu) (DCGM_FI_DEV_GPU_UTIL" + GPU + "), 100)";

  private NodeDashboard() {}

  static Dashboard make() {
    return new Dashboard(
        "node",
        "GPU node",
        "One node: load, memory, power, heat and traffic of its GPUs, who holds and who uses them,"
            + " and the agent itself.",
        List.of(
            Dashboards.HOST_LABEL,
            new Variable(
                "node", "Node", Kind.ONE, "label_values(DCGM_FI_DEV_GPU_TEMP, $hostlabel)"),
            new Variable(
                "instance",
                "Instance",
                Kind.HIDDEN,
                "label_values(DCGM_FI_DEV_GPU_TEMP{" + Dashboards.NODE + "}, instance)"),
            new Variable(
                "gpu",
                "GPU",
                Kind.MANY,
                "label_values(DCGM_FI_DEV_GPU_TEMP{" + Dashboards.NODE + "}, gpu)")),
        panels());
  }

  private static Map<String, List<Panel>> panels() {
    return rows(
        "Now",
        stat(
            "GPUs with readings",
            "short",
            "A GPU that hangs or is lost has none.",
            "count(count by (UUID) (DCGM_FI_DEV_GPU_TEMP" + GPU + "))"),
        stat(
                "Not healthy",
                "short",
                "GPUs that are degraded, unhealthy or cannot be judged.",
                "sum(max by (instance, UUID)"
                    + " (gpu_health_state{instance=~\"$instance\",state!=\"healthy\"}))")
            .from("red", 1),
        stat(
            "Utilisation",
            "percent",
            "Mean over the GPUs; those under MIG have none.",
            "avg(" + UTILISATION + ")"),
        stat("Memory in use", "percentunit", "Of all GPUs and instances.", memoryShare()),
        stat(
            "Power",
            "watt",
            "Boards together; an instance does not count its board again.",
            "sum(max by (UUID) (DCGM_FI_DEV_POWER_USAGE" + GPU + "))"),
        stat("Hottest", "celsius", "Core temperature.", "max(DCGM_FI_DEV_GPU_TEMP" + GPU + ")")
            .warn(80, 90),
        "Load",
        lines(
                "Utilisation",
                "percent",
                "Share of time a kernel ran. Containers of a shared GPU are summed up. None under"
                    + " MIG.")
            .none("No reading: all chosen GPUs are under MIG, or cannot be read")
            .query(UTILISATION, "GPU {{gpu}}")
            .from(0, 100),
        profiling(
            "Engine active",
            "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
            "Share of time an engine was busy; Hopper and newer."),
        profiling(
            "SMs active",
            "DCGM_FI_PROF_SM_ACTIVE",
            "Mean share of SMs with work; Hopper and newer."),
        profiling(
            "Tensor cores",
            "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
            "Share of cycles; Hopper and newer."),
        "Memory",
        lines("Memory in use", "mbytes", "Containers of a shared GPU are summed up.")
            .query("sum by (gpu, GPU_I_ID) (DCGM_FI_DEV_FB_USED" + GPU + ")", "GPU {{gpu}}{{mig}}"),
        profiling(
            "Memory interface", "DCGM_FI_PROF_DRAM_ACTIVE", "Share of cycles; Hopper and newer."),
        "Power and heat",
        lines("Power", "watt", "Of each board.")
            .query("max by (gpu) (DCGM_FI_DEV_POWER_USAGE" + GPU + ")", "GPU {{gpu}}"),
        lines("Temperature", "celsius", "Of the core.")
            .query("max by (gpu) (DCGM_FI_DEV_GPU_TEMP" + GPU + ")", "GPU {{gpu}}"),
        lines("SM clock", "hertz", "Right now, at each sample.")
            .query("max by (gpu) (DCGM_FI_DEV_SM_CLOCK" + GPU + ") * 1000000", "GPU {{gpu}}"),
        lines(
                "Clocks held back",
                "percentunit",
                "Share of time in which the power cap or heat held the clocks down.")
            .none("No chosen GPU gave how long its clocks are held back")
            .query(
                "max by (gpu) (rate(DCGM_FI_DEV_POWER_VIOLATION"
                    + GPU
                    + "[$__rate_interval])) / 1e9",
                "GPU {{gpu}} power")
            .query(
                "max by (gpu) (rate(DCGM_FI_DEV_THERMAL_VIOLATION"
                    + GPU
                    + "[$__rate_interval])) / 1e9",
                "GPU {{gpu}} heat")
            .from(0, 1),
        "Traffic",
        lines("PCIe", "Bps", "What is received is drawn below zero.")
            .none("No chosen GPU gave its PCIe traffic")
            .query("max by (gpu) (DCGM_FI_PROF_PCIE_TX_BYTES" + GPU + ")", "GPU {{gpu}} sent")
            .query("-max by (gpu) (DCGM_FI_PROF_PCIE_RX_BYTES" + GPU + ")", "GPU {{gpu}} received"),
        lines("NVLink", "Bps", "What is received is drawn below zero.")
            .none("No chosen GPU gave NVLink traffic")
            .query("max by (gpu) (DCGM_FI_PROF_NVLINK_TX_BYTES" + GPU + ")", "GPU {{gpu}} sent")
            .query(
                "-max by (gpu) (DCGM_FI_PROF_NVLINK_RX_BYTES" + GPU + ")", "GPU {{gpu}} received"),
        "Who holds and who uses",
        holders(),
        lines(
                "SM use by container",
                "percentunit",
                "Absent where processes cannot be distinguished.")
            .none(
                "The use of single processes cannot be told apart on the chosen GPUs, or no"
                    + " container holds one")
            .query(
                "sum by (namespace, pod, gpu, GPU_I_ID) (gpu_allocation_sm_ratio" + GPU + ")",
                "GPU {{gpu}}{{mig}} {{namespace}}/{{pod}}")
            .from(0, 1),
        stacked(
                "Memory by container",
                "bytes",
                "With that of the host, of pods that were not given the GPU, and of no known user.")
            .none("No memory reading of the chosen GPUs")
            .query(
                "sum by (namespace, pod) (gpu_allocation_memory_bytes" + GPU + ")",
                "{{namespace}}/{{pod}}")
            .query(
                "label_replace(label_join(sum by (namespace, pod) (gpu_foreign_memory_bytes"
                    + GPU
                    + "), \"user\", \"/\", \"namespace\", \"pod\"), \"user\", \"unknown pod\","
                    + " \"user\", \"/\")",
                "{{user}} (not given)")
            .query("sum(gpu_host_memory_bytes" + GPU + ")", "host")
            .query("sum(gpu_unattributed_memory_bytes" + GPU + ")", "unattributed"),
        "Agent",
        lines("Sampling pass", "s", "Length of the latest pass.")
            .query(
                "gpu_node_agent_sampling_last_pass_seconds{instance=~\"$instance\"}",
                "{{instance}}"),
        lines("Sources", "s", "Time since each source last answered.")
            .query("gpu_node_agent_source_age_seconds{instance=~\"$instance\"}", "{{source}}"));
  }

  private static String memoryShare() {
    return "sum(DCGM_FI_DEV_FB_USED%1$s) / (sum(DCGM_FI_DEV_FB_USED%1$s) + sum(max by (UUID, GPU_I_ID) (DCGM_FI_DEV_FB_FREE%1$s)))"
        .formatted(GPU);
  }

  private static Panel profiling(String title, String metric, String says) {
    return lines(title, "percentunit", says)
        .none("NVML has this from Hopper on, and no chosen GPU gave it")
        .query("max by (gpu, GPU_I_ID) (" + metric + GPU + ")", "GPU {{gpu}}{{mig}}")
        .from(0, 1);
  }

  private static Panel holders() {
    var by = "sum by (gpu, GPU_I_ID, namespace, pod, container) ";
    return table(
            "Holders",
            "What each container was given, and what it makes of it. A dash is unknown, or not"
                + " there on that GPU.")
        .none("No container holds a chosen GPU")
        .size(24, 9)
        .query(by + "(gpu_allocation_info" + GPU + ")", "")
        .query(by + "(gpu_allocation_entitlement_ratio" + GPU + ")", "")
        .query(by + "(gpu_allocation_sm_ratio" + GPU + ")", "")
        .query(by + "(gpu_allocation_memory_bytes" + GPU + ")", "")
        .query(by + "(gpu_allocation_idle_seconds" + GPU + ")", "")
        .column("gpu", "GPU")
        .column("GPU_I_ID", "Instance")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("container", "Container")
        .column("Value #B", "Given [percentunit]")
        .column("Value #C", "SM use [percentunit]")
        .column("Value #D", "Memory [bytes]")
        .column("Value #E", "Idle for [s]");
  }
}

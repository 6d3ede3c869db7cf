// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART_FILE;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.list;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.pathOrOff;
import static io.gpunodeagent.agent.config.value.ValueTypes.text;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The sections about the sources beside NVML. */
final class SourceSettings {

  private static final Path SOCKET = Path.of("/var/lib/kubelet/pod-resources/kubelet.sock");

  private SourceSettings() {}

  /** Whether a simulation is more than its GPUs. */
  static boolean played(Section root) {
    return root.section("nvml")
        .get(
            "simulateNode",
            bool(),
            true,
            RESTART,
            "Whether a simulation plays the node around its GPUs: the kubelet, processes and"
                + " cluster of its scenario are asked in place of this node's. With `false` only"
                + " the GPUs are simulated. The node's own kubelet, processes and cluster are"
                + " asked, and policies apply to its pods: for clusters whose GPUs `gpu-node-agent"
                + " device-plugin` offers.");
  }

  /** How the kubelet is asked. */
  static KubeletConfig kubelet(Section root) {
    var kubelet = root.section("kubelet");
    var socket =
        kubelet.get(
            "socket",
            pathOrOff(),
            Optional.of(SOCKET),
            RESTART,
            "The kubelet's PodResources socket, or `off`: no series then names a pod. It may be"
                + " absent and be replaced at any time.");
    return new KubeletConfig(
        socket.isPresent(),
        socket.orElse(SOCKET),
        kubelet.get(
            "period",
            duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            Duration.ofSeconds(10),
            RESTART,
            "How often the kubelet is asked; a pod that comes or goes has it asked at once."),
        kubelet.get(
            "timeout",
            duration(Duration.ofMillis(100), Duration.ofSeconds(60)),
            Duration.ofSeconds(5),
            RESTART,
            "How long the kubelet may take to answer."),
        kubelet.get(
            "resources",
            list(
                Pattern.compile("[a-z0-9][a-z0-9.-]*/[A-Za-z0-9._-]*\\*?"),
                "extended resources, such as nvidia.com/gpu, or nvidia.com/* for all of a domain"),
            List.of("nvidia.com/*"),
            RESTART,
            "Extended resources that are GPUs, renamed ones included."),
        Set.copyOf(
            kubelet.get(
                "draDrivers",
                list(Pattern.compile("[a-z0-9][a-z0-9.-]*"), "names of DRA drivers"),
                List.of("gpu.nvidia.com"),
                RESTART,
                "DRA drivers whose devices are GPUs.")));
  }

  /** Where processes and cgroups are looked up. */
  static ProcessConfig processes(Section root) {
    var processes = root.section("processes");
    return new ProcessConfig(
        processes.get(
            "proc",
            pathOrOff(),
            Optional.of(Path.of("/proc")),
            RESTART,
            "The host's procfs, or `off`: nothing is then said of single processes. In a container"
                + " it is the host's only with `hostPID: true`."),
        processes.get(
            "cgroups",
            pathOrOff(),
            Optional.of(Path.of("/sys/fs/cgroup")),
            RESTART,
            "The host's cgroup v2 hierarchy, or `off`: containers with a memory limit on a GPU"
                + " (driver 615 and newer) are found there, without `hostPID`. In a container it is"
                + " the host's only where it is mounted, and the driver looks for it at"
                + " `/sys/fs/cgroup`."));
  }

  /**
   * What is read from the API server.
   *
   * @param draDrivers drivers whose ResourceSlices are read
   */
  static ClusterConfig cluster(Section root, Set<String> draDrivers, Sources sources) {
    var cluster = root.section("cluster");
    return new ClusterConfig(
        cluster.get(
            "pods",
            bool(),
            true,
            RESTART,
            "Whether the pods of this node are watched, for UIDs, workloads and priorities. Needs"
                + " the rights get, list and watch on pods."),
        cluster.get(
            "resourceSlices",
            bool(),
            true,
            RESTART,
            "Whether ResourceSlices are watched, which name the GPUs behind DRA claims."),
        cluster.get(
            "kubeconfig",
            path().orNone(),
            Optional.empty(),
            RESTART_FILE,
            "Names the API server. Without it the pod's own service account does: the environment"
                + " variables KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, and the files"
                + " token and ca.crt in /var/run/secrets/kubernetes.io/serviceaccount, or those"
                + " that KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN and KUBERNETES_CERTS_CA_FILE name."),
        cluster
            .get(
                "nodeName",
                text().orNone(),
                Optional.empty(),
                RESTART,
                "This node's name in the cluster. Without it the environment variable `NODE_NAME`;"
                    + " without that the API server is not asked.")
            .or(sources::nodeName)
            .orElse(""),
        cluster.get(
            "podLabels",
            list(
                Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._/-]*\\*?"),
                "label keys; a key may end in * for all that begin so"),
            List.of(),
            RESTART,
            "Labels of pods that are kept, for the metrics."),
        cluster.get(
            "podAnnotations",
            list(Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*"), "annotation keys"),
            List.of(),
            RESTART,
            "Annotations of pods that are kept, such as a cost centre, for `gpu_allocation_info`."),
        draDrivers,
        cluster.get(
            "timeout",
            duration(Duration.ofSeconds(1), Duration.ofSeconds(60)),
            Duration.ofSeconds(10),
            RESTART,
            "How long the API server may take to answer a request that is no watch."));
  }
}

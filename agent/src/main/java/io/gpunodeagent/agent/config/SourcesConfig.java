package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.cluster.ClusterConfig;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;

/**
 * The sources besides NVML, from which the agent learns who holds and who uses a GPU.
 *
 * @param kubelet what was given to whom
 * @param processes whose a process is
 * @param cluster the pods of this node
 */
public record SourcesConfig(
    KubeletConfig kubelet, ProcessConfig processes, ClusterConfig cluster) {}

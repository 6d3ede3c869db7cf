// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.plugin.PluginConfigSource;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;
import java.util.Optional;

/**
 * The sources besides NVML, from which the agent learns who holds and who uses a GPU and how it is
 * shared.
 *
 * @param kubelet which pod was given which device
 * @param processes whose a process is
 * @param cluster the pods of this node
 * @param pluginConfigs where the device plugin's configurations are; empty when in no ConfigMap
 * @param played whether a simulation plays the sources that its scenario describes, in place of
 *     these
 */
public record SourcesConfig(
    KubeletConfig kubelet,
    ProcessConfig processes,
    ClusterConfig cluster,
    Optional<PluginConfigSource> pluginConfigs,
    boolean played) {}

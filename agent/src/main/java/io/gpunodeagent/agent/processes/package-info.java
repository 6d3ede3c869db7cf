// SPDX-License-Identifier: Apache-2.0
/**
 * Reads {@code /proc} to find the container of each process that NVML lists, judges how far NVML's
 * lists can be believed, and walks the cgroup hierarchy for the containers of the node.
 *
 * <p>Edge: {@link io.gpunodeagent.agent.processes.ProcessReader}, {@link
 * io.gpunodeagent.agent.processes.ProcFiles} and {@link
 * io.gpunodeagent.agent.processes.ContainerCgroups} read files; the rest are rules over what they
 * read. Which pod a container belongs to is decided in {@link io.gpunodeagent.core.attribution}.
 */
@NullMarked
package io.gpunodeagent.agent.processes;

import org.jspecify.annotations.NullMarked;

/**
 * Reads {@code /proc} to learn whose the processes are that NVML lists, and judges how far NVML's
 * lists may be believed; and walks the cgroup hierarchy for the containers there are.
 *
 * <p>Edge: {@link io.gpunodeagent.agent.processes.ProcessReader} and {@link
 * io.gpunodeagent.agent.processes.ProcFiles} touch files; the rest are rules over what they read.
 */
@NullMarked
package io.gpunodeagent.agent.processes;

import org.jspecify.annotations.NullMarked;

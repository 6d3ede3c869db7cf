// SPDX-License-Identifier: Apache-2.0
/**
 * Reads sysfs and procfs of the machine: its model and its PCI devices.
 *
 * <p>Edge. Processes and containers are in {@link io.gpunodeagent.agent.processes}.
 */
@NullMarked
package io.gpunodeagent.agent.machine;

import org.jspecify.annotations.NullMarked;

/**
 * Reads sysfs and procfs of the machine: its model, its PCI devices. What the agent's own process
 * needs is not here.
 */
@NullMarked
package io.gpunodeagent.agent.machine;

import org.jspecify.annotations.NullMarked;

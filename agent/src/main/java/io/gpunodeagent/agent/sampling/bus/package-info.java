// SPDX-License-Identifier: Apache-2.0
/**
 * The PCI bus as sysfs shows it: which NVIDIA GPUs there are, and which the driver has. NVML is not
 * asked here.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.bus;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Decides who holds and who uses each device: joins the kubelet's allocations with the processes
 * that NVML lists. {@link io.gpunodeagent.core.attribution.Attribution} is the way in.
 *
 * <p>Pure: a function of the sample, the allocations, the processes and the pods. How use develops
 * over time is in {@link io.gpunodeagent.core.usage}.
 */
@NullMarked
package io.gpunodeagent.core.attribution;

import org.jspecify.annotations.NullMarked;

/**
 * Who holds and who uses each device: joins what the kubelet gave out with the processes NVML
 * lists. {@link io.gpunodeagent.core.attribution.Attribution} is the way in.
 *
 * <p>Pure: a function of the sample, the allocations, the processes and the pods.
 */
@NullMarked
package io.gpunodeagent.core.attribution;

import org.jspecify.annotations.NullMarked;

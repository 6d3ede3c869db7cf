// SPDX-License-Identifier: Apache-2.0
/**
 * Plays the parts of a Kubernetes node around its GPUs, for demonstrations and tests: kubelet,
 * {@code /proc}, cgroups, API server.
 *
 * <p>The GPUs themselves are played by the simulated NVML, a C library of its own.
 */
@NullMarked
package io.gpunodeagent.simulation;

import org.jspecify.annotations.NullMarked;

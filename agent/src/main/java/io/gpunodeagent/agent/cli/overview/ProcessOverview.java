// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A process on a GPU.
 *
 * @param pid in the host's PID namespace
 * @param command the kernel's name of it, of its own choosing; {@code -} when it is not known
 * @param device its id, as in {@link DeviceOverview}
 * @param kinds such as {@code compute}
 * @param memoryBytes it holds; empty where the driver does not say
 * @param smPercent share of the SMs, % 0–100; empty where it is not known by itself
 * @param owner pod and container, {@code host}, {@code MPS server}, or {@code unknown}
 */
public record ProcessOverview(
    String pid,
    String command,
    String device,
    String kinds,
    OptionalLong memoryBytes,
    OptionalDouble smPercent,
    String owner) {}

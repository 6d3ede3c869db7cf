// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A GPU or GPU instance as the invariants of process lists see it.
 *
 * @param usedBytes memory in use without the reserved part; empty where not read
 * @param reservedKnown whether the reserved part was read; if not, it may be within the used one
 * @param busyPercent how busy the SMs were, 0–100; empty where not read
 * @param processes how many processes are listed on it
 * @param processBytes the memory of all of them; empty when that of one is not known
 */
record MemoryDomain(
    OptionalLong usedBytes,
    boolean reservedKnown,
    OptionalDouble busyPercent,
    int processes,
    OptionalLong processBytes) {}

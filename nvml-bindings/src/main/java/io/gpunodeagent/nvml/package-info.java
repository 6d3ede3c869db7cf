// SPDX-License-Identifier: Apache-2.0
/**
 * NVML, NVIDIA's management library, from Java: {@link Nvml#open} loads it, {@link NvmlDevice}
 * reads one GPU.
 *
 * <p>Rules that hold for every call:
 *
 * <ul>
 *   <li>A method is named after its C function without {@code nvml}, {@code DeviceGet}, {@code
 *       SystemGet} and the version suffix. If the driver is too old for the newest form, the older
 *       ones are tried.
 *   <li>A return code is a value, {@link NvmlResult.Failure}, never an exception. A function that
 *       the library does not export answers {@link NvmlReturn#FUNCTION_NOT_FOUND}.
 *   <li>Figures are NVML's own, in NVML's units. {@code unsigned int} is widened: to {@code long}
 *       for quantities, to {@code int} for counts, indices, percentages, MHz and °C, where a
 *       negative number means nonsense from the driver. {@code unsigned long long} is a {@code
 *       long}; no quantity of NVML needs its 64th bit.
 *   <li>What NVML marks as unknown by a special number is an empty {@code Optional}.
 *   <li>Types whose constants are named after a C enumeration, such as {@link NvmlReturn}, are
 *       records, because newer drivers have more numbers: compare them with {@code equals}.
 *   <li>Every method may be called from every thread. A call after {@link Nvml#close} throws {@link
 *       NvmlClosedException}.
 * </ul>
 */
@NullMarked
package io.gpunodeagent.nvml;

import org.jspecify.annotations.NullMarked;

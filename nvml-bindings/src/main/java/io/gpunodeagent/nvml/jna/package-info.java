// SPDX-License-Identifier: Apache-2.0
/**
 * The native side: C function names, struct layouts, and how the library is loaded.
 *
 * <p>Not exported. It knows symbols and memory layouts; what they mean is in {@link
 * io.gpunodeagent.nvml}.
 */
@NullMarked
package io.gpunodeagent.nvml.jna;

import org.jspecify.annotations.NullMarked;

/**
 * The native side: C function names, struct layouts, and how the library is loaded. Nothing here
 * knows GPUs.
 */
@NullMarked
package io.gpunodeagent.nvml.jna;

import org.jspecify.annotations.NullMarked;

/**
 * Keeps what has happened to GPUs: XIDs, clock events and messages of the kernel log, for as long
 * as they count.
 *
 * <p>Events of NVML are registered and awaited in the package above.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.events;

import org.jspecify.annotations.NullMarked;

/**
 * A call to NVML: counted, timed, and sorted by its return code; the threads that make calls, and
 * how a thread that hangs is replaced. What is asked is in readers.
 */
@NullMarked
package io.gpunodeagent.agent.sampling.calls;

import org.jspecify.annotations.NullMarked;

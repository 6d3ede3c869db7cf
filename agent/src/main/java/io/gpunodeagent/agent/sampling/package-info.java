/**
 * Reads NVML on a clock into {@link io.gpunodeagent.core.snapshot.NodeSnapshot}: one reader per
 * GPU, time-outs, events.
 *
 * <p>Edge: the only user of nvml-bindings; handles never leave this package.
 */
@NullMarked
package io.gpunodeagent.agent.sampling;

import org.jspecify.annotations.NullMarked;

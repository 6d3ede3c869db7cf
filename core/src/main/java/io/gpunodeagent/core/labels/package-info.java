/**
 * What the agent would write on its Node for schedulers: labels and annotations.
 *
 * <p>Pure: a function of the snapshot, facts of the machine and configuration. Those under {@code
 * nvidia.com/} are what GPU Feature Discovery would write, byte for byte; what nobody else
 * publishes is under {@code gpu-node-agent.io/}.
 */
@NullMarked
package io.gpunodeagent.core.labels;

import org.jspecify.annotations.NullMarked;

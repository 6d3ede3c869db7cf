/** Reads the past from a Prometheus server and judges it as the running agent would have. */
@NullMarked
package io.gpunodeagent.agent.replay.prometheus;

import org.jspecify.annotations.NullMarked;

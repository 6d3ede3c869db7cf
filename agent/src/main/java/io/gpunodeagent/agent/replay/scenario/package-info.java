/** Plays a scenario from its start, step by step, and judges it as the running agent would. */
@NullMarked
package io.gpunodeagent.agent.replay.scenario;

import org.jspecify.annotations.NullMarked;

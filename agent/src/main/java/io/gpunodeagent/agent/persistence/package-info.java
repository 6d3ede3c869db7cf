/**
 * What survives a restart of the agent, in one small file.
 *
 * <p>{@link io.gpunodeagent.agent.persistence.StateStore} is the way in.
 */
@NullMarked
package io.gpunodeagent.agent.persistence;

import org.jspecify.annotations.NullMarked;

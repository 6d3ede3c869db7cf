// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the API server about rights: those of a caller's token, and those of the agent itself.
 *
 * <p>What follows from an answer is decided in {@link io.gpunodeagent.agent.web} and by the {@code
 * doctor} command.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.reviews;

import org.jspecify.annotations.NullMarked;

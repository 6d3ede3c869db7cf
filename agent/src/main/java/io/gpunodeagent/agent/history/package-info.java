// SPDX-License-Identifier: Apache-2.0
/**
 * What the node was like lately: figures in buffers of fixed size, and events.
 *
 * <p>Taken from the published state; nothing is read for it, and nothing of it survives a restart.
 */
@NullMarked
package io.gpunodeagent.agent.history;

import org.jspecify.annotations.NullMarked;

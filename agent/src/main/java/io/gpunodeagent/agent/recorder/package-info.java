// SPDX-License-Identifier: Apache-2.0
/**
 * Records what was known of the node around a fault, in a folder of bounded size: five minutes
 * before it, which the history still has, and two after it.
 *
 * <p>Which events begin a recording, how long it lasts and which recordings go for a new one is
 * decided in {@link io.gpunodeagent.core.recording}. Nothing here holds up who reports an event.
 */
@NullMarked
package io.gpunodeagent.agent.recorder;

import org.jspecify.annotations.NullMarked;

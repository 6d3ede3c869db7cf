// SPDX-License-Identifier: Apache-2.0
/**
 * The published state as JSON, for the command line and for {@code /api/v1}.
 *
 * <p>Values only: nothing here judges, waits or knows who asks.
 */
@NullMarked
package io.gpunodeagent.agent.json;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The live view: its keys, its screen, and where its readings come from.
 *
 * <p>Nothing here judges anything.
 */
@NullMarked
package io.gpunodeagent.agent.cli.top;

import org.jspecify.annotations.NullMarked;

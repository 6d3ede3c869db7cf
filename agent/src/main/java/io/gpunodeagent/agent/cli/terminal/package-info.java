// SPDX-License-Identifier: Apache-2.0
/**
 * A terminal: its mode, its size, its keys, lines that fit it, and text that cannot command it.
 *
 * <p>Nothing here knows what is shown.
 */
@NullMarked
package io.gpunodeagent.agent.cli.terminal;

import org.jspecify.annotations.NullMarked;

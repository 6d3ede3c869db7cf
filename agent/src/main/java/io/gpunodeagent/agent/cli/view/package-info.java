// SPDX-License-Identifier: Apache-2.0
/**
 * Writes answers of commands: tables, JSON, the live screen.
 *
 * <p>Nothing here reads NVML, a file or a server, or judges anything.
 */
@NullMarked
package io.gpunodeagent.agent.cli.view;

import org.jspecify.annotations.NullMarked;

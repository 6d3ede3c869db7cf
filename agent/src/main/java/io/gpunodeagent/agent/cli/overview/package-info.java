// SPDX-License-Identifier: Apache-2.0
/**
 * What people are shown of a node: each device with its state, its health, who holds it and what
 * comes next.
 *
 * <p>Nothing here reads NVML, a file or a server, or judges anything: it arranges what the API says
 * of a state.
 */
@NullMarked
package io.gpunodeagent.agent.cli.overview;

import org.jspecify.annotations.NullMarked;

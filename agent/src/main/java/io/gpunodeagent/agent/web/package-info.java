// SPDX-License-Identifier: Apache-2.0
/**
 * Serves HTTP: {@code /metrics}, {@code /health}, the page, and who is let in. {@link
 * io.gpunodeagent.agent.web.AgentServer} is the way in.
 *
 * <p>Output: it knows no other output. What it serves is handed to it.
 */
@NullMarked
package io.gpunodeagent.agent.web;

import org.jspecify.annotations.NullMarked;

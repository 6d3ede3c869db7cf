// SPDX-License-Identifier: Apache-2.0
/**
 * The answer to an HTTP request, shared by the output that makes it and the server that sends it.
 *
 * <p>Values only; the server is {@link io.gpunodeagent.agent.web}.
 */
@NullMarked
package io.gpunodeagent.agent.http;

import org.jspecify.annotations.NullMarked;

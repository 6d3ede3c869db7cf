// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the past from a Prometheus server and judges it as the running agent would have.
 *
 * <p>Edge. The rules are those of {@code core}; how the answer looks is in {@link
 * io.gpunodeagent.agent.cli.view}.
 */
@NullMarked
package io.gpunodeagent.agent.replay.prometheus;

import org.jspecify.annotations.NullMarked;

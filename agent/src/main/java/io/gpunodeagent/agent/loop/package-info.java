// SPDX-License-Identifier: Apache-2.0
/**
 * Runs work that never ends: threads that survive their own failures ({@link
 * io.gpunodeagent.agent.loop.Loop}), when to try again, and how to log a problem once.
 *
 * <p>What a loop does is handed to it; nothing here knows GPUs or Kubernetes.
 */
@NullMarked
package io.gpunodeagent.agent.loop;

import org.jspecify.annotations.NullMarked;

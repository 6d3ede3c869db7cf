// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.core.sources.Grant;

/** Asks whether a pod still has the GPUs for which it is to be evicted. */
@FunctionalInterface
public interface Grants {

  /** Asks now, and waits for the answer. */
  Grant confirm(String namespace, String pod) throws InterruptedException;
}

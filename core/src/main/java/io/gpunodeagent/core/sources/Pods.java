// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.List;

/**
 * The pods of this node as last known.
 *
 * @param state whether the API server answers now
 * @param entries the pods
 */
public record Pods(SourceState state, List<PodInfo> entries) {

  public Pods {
    entries = List.copyOf(entries);
  }

  /** No cluster configured. */
  public static Pods off() {
    return new Pods(new SourceState.Off(), List.of());
  }
}

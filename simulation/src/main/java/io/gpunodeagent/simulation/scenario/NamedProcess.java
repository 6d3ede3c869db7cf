// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.Optional;

/**
 * A process as the cluster's part of the scenario names it.
 *
 * @param name empty when the GPU that lists it says it
 * @param span in which it may have started; its life when no GPU lists it
 * @param at where it is written
 */
record NamedProcess(long pid, Optional<String> name, Span span, At at) {

  private static final long LARGEST = 0xffff_ffffL;

  /** A number, or a mapping that also says the name of a process no GPU lists. */
  static NamedProcess read(At at, Span pod) {
    if (!at.isMap()) {
      return new NamedProcess(at.number(1, LARGEST), Optional.empty(), pod, at);
    }
    at.only("pid", "name", "from", "until");
    return new NamedProcess(
        at.require("pid", "pid: 4242").number(1, LARGEST),
        Optional.of(at.require("name", "name: /usr/bin/sleep").text()),
        Span.read(at, pod),
        at);
  }
}

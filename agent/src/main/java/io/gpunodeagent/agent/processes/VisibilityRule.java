// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.util.List;

/**
 * Judges how far NVML's process lists may be believed. A driver leaves out, without an error, the
 * processes that the caller's PID namespace does not show; so belief needs proof, and any doubt
 * lowers it.
 */
final class VisibilityRule {

  /** The kernel's fixed number of the first PID namespace, {@code PROC_PID_INIT_INO}. */
  static final String HOST_NAMESPACE = "pid:[4026531836]";

  private static final long MEBIBYTE = 1L << 20;

  /** Drivers keep some memory that belongs to no process. */
  private static final long UNOWNED_BYTES = 256 * MEBIBYTE;

  /** The same where the reserved part may be within the used one. */
  private static final long UNOWNED_WITH_RESERVED_BYTES = 1536 * MEBIBYTE;

  /** Managed and fabric memory is in use without being a process's: a looser bound beside some. */
  private static final long UNOWNED_BESIDE_PROCESSES_BYTES = 1024 * MEBIBYTE;

  private static final int UNOWNED_DIVISOR = 10;

  private VisibilityRule() {}

  /** What the namespace alone allows to believe. */
  static Visibility ofNamespace(NamespaceFacts facts) {
    if (facts.namespace().isEmpty() || facts.levels() == 0) {
      return new Visibility.Blind("the agent's PID namespace cannot be read from /proc");
    }
    if (facts.levels() == 1
        && facts.initOfNode()
        && !facts.namespace().get().equals(HOST_NAMESPACE)) {
      return new Visibility.Blind(
          "the node is itself a container with a PID namespace of its own, as in kind or k3d:"
              + " hostPID shows the node's processes and not the host's");
    }
    if (facts.levels() > 1 || !facts.namespace().get().equals(HOST_NAMESPACE)) {
      return new Visibility.Blind("the agent is not in the host's PID namespace (hostPID: true)");
    }
    return facts.initReadable()
        ? new Visibility.Full()
        : new Visibility.Partial("/proc hides the processes of other users");
  }

  /** What the figures of one GPU allow to believe of its list. */
  static Visibility ofGpu(List<MemoryDomain> domains) {
    return domains.stream()
        .map(VisibilityRule::ofDomain)
        .reduce(new Visibility.Full(), Visibility::worse);
  }

  private static Visibility ofDomain(MemoryDomain domain) {
    if (domain.processes() == 0) {
      return ofEmptyList(domain);
    }
    if (domain.usedBytes().isEmpty() || domain.processBytes().isEmpty()) {
      return new Visibility.Full();
    }
    long used = domain.usedBytes().getAsLong();
    long unowned = used - domain.processBytes().getAsLong();
    long tolerated = Math.max(UNOWNED_BESIDE_PROCESSES_BYTES, used / UNOWNED_DIVISOR);
    if (!domain.reservedKnown()) {
      tolerated += UNOWNED_WITH_RESERVED_BYTES;
    }
    return unowned > tolerated
        ? new Visibility.Partial("memory is in use that no listed process holds")
        : new Visibility.Full();
  }

  private static Visibility ofEmptyList(MemoryDomain domain) {
    if (domain.busyPercent().orElse(0) > 0) {
      return new Visibility.Blind("the GPU is busy and no process is listed");
    }
    long tolerated = domain.reservedKnown() ? UNOWNED_BYTES : UNOWNED_WITH_RESERVED_BYTES;
    return domain.usedBytes().orElse(0) > tolerated
        ? new Visibility.Blind("memory is in use and no process is listed")
        : new Visibility.Full();
  }
}

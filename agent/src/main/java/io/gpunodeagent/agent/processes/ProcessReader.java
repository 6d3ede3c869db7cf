// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.ProcessIdentity;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Looks up whose the processes of a snapshot are. Confined to one thread; a known process costs
 * nothing while its number cannot have changed hands. What it remembers never exceeds what the
 * latest snapshot listed.
 */
public final class ProcessReader {

  /** Far more processes than drivers allow contexts on sixteen GPUs. */
  private static final int MOST_PROCESSES = 16_384;

  private final NamespaceProbe namespace;
  private final IdentityCache identities;
  private Set<Long> missingBefore = Set.of();

  /**
   * A reader of {@code proc}.
   *
   * @param proc the host's procfs: {@code /proc} in a container with {@code hostPID: true}
   * @param limits how long facts are kept
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public ProcessReader(Path proc, ProcessLimits limits, LongSupplier nanoTime) {
    var files = new ProcFiles(proc);
    namespace = new NamespaceProbe(files);
    identities = new IdentityCache(files, limits, nanoTime);
  }

  /** The identities of the processes in {@code snapshot} and how far its lists may be believed. */
  public ProcessTable read(NodeSnapshot snapshot) {
    var visibility = VisibilityRule.ofNamespace(namespace.facts());
    if (visibility instanceof Visibility.Blind) {
      return new ProcessTable(visibility, Map.of(), Map.of());
    }
    identities.begin();
    identities.anchor(namespace.anchor());
    var listed = listed(snapshot);
    if (listed.size() > MOST_PROCESSES) {
      return ProcessTable.blind("more than " + MOST_PROCESSES + " processes are listed");
    }
    var lookup = lookUp(listed);
    var doubts = new HashMap<String, Visibility>();
    for (var gpu : snapshot.gpus()) {
      var doubt = doubt(gpu, lookup);
      if (!doubt.full()) {
        doubts.put(gpu.identity().uuid(), doubt);
      }
    }
    return new ProcessTable(visibility, doubts, lookup);
  }

  private static Set<Long> listed(NodeSnapshot snapshot) {
    var pids = new HashSet<Long>();
    for (var gpu : snapshot.gpus()) {
      processes(gpu).forEach(process -> pids.add(process.pid()));
    }
    return pids;
  }

  /**
   * A process may end between NVML's answer and the look at it; one that is listed twice and found
   * neither time is hidden from the agent.
   */
  private Map<Long, ProcessIdentity> lookUp(Set<Long> pids) {
    var found = HashMap.<Long, ProcessIdentity>newHashMap(pids.size());
    var missing = new HashSet<Long>();
    identities.retain(pids);
    for (var pid : pids) {
      var identity = identities.of(pid);
      if (identity.isPresent()) {
        found.put(pid, identity.get());
      } else {
        missing.add(pid);
        if (missingBefore.contains(pid)) {
          found.put(pid, hidden(pid, "listed by NVML and not in /proc"));
        }
      }
    }
    missingBefore = missing;
    return found;
  }

  private static Visibility doubt(GpuSample gpu, Map<Long, ProcessIdentity> lookup) {
    var outcome =
        switch (gpu.processes()) {
          case Reading.Value<List<GpuProcess>>(var processes) ->
              VisibilityRule.ofGpu(MemoryDomains.of(gpu, processes));
          case Reading.Unsupported<List<GpuProcess>>() ->
              new Visibility.Blind("the driver lists no processes");
          case Reading.Failed<List<GpuProcess>>(var function, var code) ->
              new Visibility.Blind(function + " answered " + code);
        };
    boolean anyHidden =
        processes(gpu).stream()
            .map(process -> lookup.get(process.pid()))
            .anyMatch(known -> known != null && known.owner() instanceof ProcessOwner.Hidden);
    return anyHidden
        ? outcome.worse(new Visibility.Partial("a process cannot be looked at"))
        : outcome;
  }

  private static List<GpuProcess> processes(GpuSample gpu) {
    return gpu.processes().toOptional().orElse(List.of());
  }

  private static ProcessIdentity hidden(long pid, String reason) {
    return new ProcessIdentity(pid, 0, "", new ProcessOwner.Hidden(reason));
  }
}

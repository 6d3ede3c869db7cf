// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import io.gpunodeagent.core.sources.ProcessIdentity;
import io.gpunodeagent.core.sources.ProcessOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Identities of processes, each read once and kept while the same process lives. */
final class IdentityCache {

  /** A process number that is reused twice within one pass is given up. */
  private static final int ATTEMPTS = 2;

  /** Into how many looks the first re-reading of processes found at once is spread. */
  private static final int STAGGER = 64;

  private final ProcFiles files;
  private final long recheckNanos;
  private final LongSupplier nanoTime;
  private final PidCursor cursor;
  private final Map<Long, Entry> entries = new HashMap<>();
  private CgroupAnchor anchor = CgroupAnchor.host();

  IdentityCache(ProcFiles files, ProcessLimits limits, LongSupplier nanoTime) {
    this.files = files;
    this.recheckNanos = limits.recheck().toNanos();
    this.nanoTime = nanoTime;
    cursor = new PidCursor(files);
  }

  /** Begins a look at all processes. */
  void begin() {
    cursor.move(nanoTime.getAsLong());
  }

  /** Sets how cgroup paths are read; what was read otherwise is forgotten. */
  void anchor(CgroupAnchor current) {
    if (!current.equals(anchor)) {
      entries.clear();
      anchor = current;
    }
  }

  /** Forgets all processes but {@code pids}. */
  void retain(Set<Long> pids) {
    entries.keySet().retainAll(pids);
  }

  /** The process with that number now; empty when there is none. */
  Optional<ProcessIdentity> of(long pid) {
    var known = entries.get(pid);
    long now = nanoTime.getAsLong();
    boolean due = known == null || now - known.readAgainAt() >= 0;
    if (known != null && !due && !cursor.mayHavePassed(pid)) {
      return Optional.of(known.identity());
    }
    var folder = known == null ? files.folder(pid) : known.folder();
    try {
      var mark = files.mark(folder);
      if (known != null && !due && known.mark().equals(mark)) {
        return Optional.of(known.identity());
      }
      var identity = read(pid, folder);
      long again = now + (known == null ? first(pid) : recheckNanos);
      identity.ifPresentOrElse(
          read -> entries.put(pid, new Entry(read, mark, again, folder)),
          () -> entries.remove(pid));
      return identity;
    } catch (IOException problem) {
      entries.remove(pid);
      return ProcFiles.gone(problem, folder)
          ? Optional.empty()
          : Optional.of(hidden(pid, problem.toString()));
    }
  }

  /** Processes found in one look are read again in different ones. */
  private long first(long pid) {
    return recheckNanos - recheckNanos / 2 * (pid % STAGGER) / STAGGER;
  }

  /** Reads start, owner and start again: only between equal starts was it one process. */
  private Optional<ProcessIdentity> read(long pid, Path folder) throws IOException {
    var stat = folder.resolve("stat");
    var cgroup = folder.resolve("cgroup");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var before = files.stat(stat);
      var owner = CgroupPath.owner(files.text(cgroup), anchor);
      var after = files.stat(stat);
      if (before.startTicks() != after.startTicks()) {
        continue;
      }
      // A dead process may have lost its cgroup and then looks like the host's.
      boolean nobodys = after.dead() && owner instanceof ProcessOwner.OnHost;
      return nobodys
          ? Optional.empty()
          : Optional.of(new ProcessIdentity(pid, after.startTicks(), after.command(), owner));
    }
    return Optional.empty();
  }

  private static ProcessIdentity hidden(long pid, String reason) {
    return new ProcessIdentity(pid, 0, "", new ProcessOwner.Hidden(reason));
  }

  /**
   * A process as last read.
   *
   * @param mark of its folder when it was read
   * @param readAgainAt monotonic nanoseconds
   */
  private record Entry(
      ProcessIdentity identity, ProcFiles.Mark mark, long readAgainAt, Path folder) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.recording.RecordingName;
import io.gpunodeagent.core.recording.Retention;
import io.gpunodeagent.core.recording.Retention.Stored;
import io.gpunodeagent.core.recording.Trigger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Keeps recordings in their folder: the oldest go for a new one. Whatever is wrong with the folder
 * costs recordings, is logged once, and is looked at again with the next write. Confined to one
 * thread, but for {@link #status}.
 */
final class RecordingStore {

  private static final System.Logger LOG = System.getLogger(RecordingStore.class.getName());
  private static final String WRITING = "writing";

  private final RecordingFolder folder;
  private final Retention retention;
  private final OngoingProblems problems = new OngoingProblems();
  private volatile RecorderStatus status = RecorderStatus.starting();

  RecordingStore(RecordingFolder folder, long maxBytes) {
    this.folder = folder;
    retention = new Retention(maxBytes, Retention.MOST);
  }

  /** How recording stands. Never blocks. */
  RecorderStatus status() {
    return status;
  }

  /** Makes the folder ready; what is wrong with it is said now and not with the first fault. */
  void open() {
    attempt(
        () -> {
          folder.make();
          folder.sweep();
          trim(folder.stored(), 0);
        });
  }

  /** Counts a recording that begins, and gives it a name that no other has. */
  String begin(Trigger trigger) {
    status = status.begun();
    return RecordingName.of(trigger, names());
  }

  private List<String> names() {
    try {
      return folder.stored().stream().map(Stored::name).toList();
    } catch (IOException unreadable) {
      return List.of(); // Writing says so.
    }
  }

  /** Writes a recording, or writes it again. */
  void save(String name, byte[] content) {
    attempt(
        () -> {
          if (!retention.admits(content.length)) {
            throw new IOException(
                "it has %d bytes, recorder.maxBytes allows %d: raise it"
                    .formatted(content.length, retention.maxBytes()));
          }
          folder.make();
          var others = folder.stored().stream().filter(one -> !one.name().equals(name)).toList();
          trim(others, content.length);
          folder.write(name, content);
        });
  }

  private void trim(List<Stored> stored, long more) throws IOException {
    for (var old : retention.excess(stored, more)) {
      folder.delete(old.name());
    }
  }

  /** Something that may fail. */
  private interface Attempt {
    void run() throws IOException;
  }

  private void attempt(Attempt attempt) {
    try {
      attempt.run();
      var stored = folder.stored();
      status = status.holds(stored.size(), stored.stream().mapToLong(Stored::bytes).sum());
      if (problems.ends(WRITING)) {
        LOG.log(Level.INFO, "Recordings are written again directory={0}", folder.path());
      }
    } catch (IOException failed) {
      var reason = IoReason.of(failed);
      status = status.failed(reason);
      if (problems.begins(WRITING)) {
        LOG.log(
            Level.WARNING,
            "Cannot write recordings directory={0}: {1}: faults are not recorded until it can be"
                + " written; make or mount it, or set recorder.directory to off",
            folder.path(),
            reason);
      }
    }
  }
}

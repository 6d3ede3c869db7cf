// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the events of the last day in a file beside the state file. They are not in the state file:
 * that is written before each eviction and must stay small, an older agent would refuse it for a
 * part that it does not know, and it is worth nothing after a reboot, when events are worth most.
 */
public final class EventStore implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventStore.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Optional<StateFile> file;
  private final InstantSource clock;
  private final Duration period;
  private final LoggedWrites writes = new LoggedWrites(LOG, "a restart would lose the events");
  private final Loop loop;
  private Supplier<List<NumberedOccurrence>> current = List::of;
  private List<NumberedOccurrence> written = List.of();

  /** A keeper of events beside the state file that is configured. */
  public EventStore(PersistenceConfig config, InstantSource clock) {
    this.clock = clock;
    period = config.period();
    file =
        config
            .file()
            .map(EventStore::beside)
            .map(StateFile::new)
            .filter(one -> Files.isDirectory(one.folder()));
    // No interrupt: it would close the file under a write.
    loop =
        Loop.Settings.standard().uninterrupted().patience(PATIENCE).loop("event-store", this::turn);
  }

  /** The file of events of a state file. */
  static Path beside(Path stateFile) {
    return stateFile.resolveSibling(stateFile.getFileName() + ".events");
  }

  /** The events that survived, newest first; none when there are none of use, which is logged. */
  public List<NumberedOccurrence> recall() {
    if (file.isEmpty() || !file.get().exists()) {
      return List.of();
    }
    var path = file.get().path();
    try {
      var newest = clock.instant().plus(RememberedJson.AHEAD);
      written =
          EventFileJson.read(file.get().read()).stream()
              .filter(one -> !one.event().at().isAfter(newest))
              .toList();
      return written;
    } catch (UnusableException unusable) {
      LOG.log(Level.WARNING, "{0} {1}: earlier events are lost", path, unusable.getMessage());
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "Cannot read {0}: earlier events are lost", IoReason.of(failed));
    }
    return List.of();
  }

  /**
   * Writes in the background from now on.
   *
   * @param current events, newest first; asked on another thread
   */
  public void start(Supplier<List<NumberedOccurrence>> current) {
    this.current = current;
    if (file.isPresent()) {
      loop.start();
    }
  }

  /** Writes now when there are other events than at the last write. */
  synchronized void save() {
    var events = current.get();
    if (file.isEmpty() || events.equals(written)) {
      return;
    }
    var to = file.get();
    if (writes.attempt(to.path(), () -> to.write(EventFileJson.write(events)))) {
      written = events;
    }
  }

  /** Writes a last time. */
  @Override
  public void close() {
    loop.close();
    save();
  }

  private void turn() {
    loop.pause(period);
    if (!loop.stopping()) {
      save();
    }
  }
}

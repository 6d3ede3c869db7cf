// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.loop.Loop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps in a file what is to survive a restart: read once at the start, written while it changes
 * and at the end. Whatever is wrong with the file costs what it held, never the start.
 */
public final class StateStore implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(StateStore.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * What stays the same is written again after this, so that it does not get too old to be read.
   */
  private static final Duration STALE = Duration.ofHours(1);

  private final Optional<StateFile> file;
  private final Optional<String> bootId;
  private final InstantSource clock;
  private final Duration period;
  private final LoggedWrites writes = new LoggedWrites(LOG, "a restart would lose what it keeps");
  private final Loop loop;
  private Supplier<Optional<Remembered>> current = Optional::empty;
  private Optional<Remembered> written = Optional.empty();
  private Instant writtenAt = Instant.EPOCH;

  /** A keeper of the file that is configured, on this machine. */
  public StateStore(PersistenceConfig config, InstantSource clock) {
    this(config, BootId.FILE, clock);
  }

  StateStore(PersistenceConfig config, Path bootIdFile, InstantSource clock) {
    this.clock = clock;
    period = config.period();
    var wanted = config.file().map(StateFile::new).filter(StateStore::hasFolder);
    bootId = wanted.flatMap(_ -> BootId.read(bootIdFile, LOG));
    file = wanted.filter(_ -> bootId.isPresent());
    // No interrupt: it would close the file under a write.
    loop =
        Loop.Settings.standard().uninterrupted().patience(PATIENCE).loop("persistence", this::turn);
  }

  private static boolean hasFolder(StateFile file) {
    if (Files.isDirectory(file.folder())) {
      return true;
    }
    LOG.log(
        Level.INFO,
        "Nothing will survive a restart: there is no folder {0}; make or mount it, or set"
            + " state.file to off",
        file.folder());
    return false;
  }

  /** Whether there is a file to keep anything in. */
  public boolean keeps() {
    return file.isPresent();
  }

  /** What survived; empty when there is nothing of use. Says in the log what was found. */
  public Optional<Remembered> recall() {
    if (file.isEmpty() || !file.get().exists()) {
      return Optional.empty();
    }
    var path = file.get().path();
    try {
      var found = RememberedJson.read(file.get().read(), bootId.orElseThrow(), clock.instant());
      found.faults().forEach(fault -> LOG.log(Level.WARNING, "{0} {1}", path, fault));
      if (found.faults().isEmpty()) {
        LOG.log(
            Level.INFO,
            "Usage and health continue from {0} allocations={1} gpusWithFindings={2}",
            path,
            found.memory().usage().entries().size(),
            found.memory().health().gpus().size());
      }
      return Optional.of(found.memory());
    } catch (UnusableException unusable) {
      LOG.log(
          Level.WARNING, "{0} {1}: {2}", path, unusable.getMessage(), RememberedJson.USAGE_LOST);
    } catch (IOException failed) {
      LOG.log(
          Level.WARNING, "Cannot read {0}: {1}", IoReason.of(failed), RememberedJson.USAGE_LOST);
    }
    return Optional.empty();
  }

  /**
   * Writes in the background from now on.
   *
   * @param current what is to survive, by boot id; asked on another thread
   */
  public void start(Function<String, Remembered> current) {
    this.current = () -> bootId.map(current);
    if (file.isPresent()) {
      loop.start();
    }
  }

  /**
   * Writes now what changed since the last write.
   *
   * @return whether what is to survive is in the file
   */
  public synchronized boolean save() {
    var memory = current.get();
    if (file.isEmpty() || memory.isEmpty()) {
      return false;
    }
    var now = clock.instant();
    var age = Duration.between(writtenAt, now);
    if (memory.equals(written) && !age.isNegative() && age.compareTo(STALE) < 0) {
      return true;
    }
    var to = file.get();
    boolean done =
        writes.attempt(to.path(), () -> to.write(RememberedJson.write(memory.get(), now)));
    if (done) {
      written = memory;
      writtenAt = now;
    }
    return done;
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

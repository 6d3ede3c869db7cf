// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has the old generation collected when it holds a quarter more than what was alive: by itself the
 * serial collector takes all memory it may have first, and that stays resident. Confined to one
 * thread.
 */
public final class OldGeneration {

  /** The start makes much that does not stay: nothing is judged by it. */
  static final int START_LOOKS = 15;

  /** Of the serial collector. */
  private static final String POOL = "Tenured Gen";

  private static final double GROWTH = 1.25;
  private static final long LEAST_BYTES = 1 << 20;

  private final Supplier<Optional<Level>> level;
  private final Runnable collection;
  private int looks;

  /**
   * How full it is.
   *
   * @param aliveBytes after the last collection
   * @param usedBytes by what is alive and what is not
   */
  record Level(long aliveBytes, long usedBytes) {}

  /**
   * An old generation.
   *
   * @param level empty when it is not known
   * @param collection collects it
   */
  OldGeneration(Supplier<Optional<Level>> level, Runnable collection) {
    this.level = level;
    this.collection = collection;
  }

  /** That of this process; never to be collected where another collector takes care of it. */
  public static OldGeneration ofThisProcess() {
    var pool =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(each -> each.getName().equals(POOL))
            .findFirst();
    return new OldGeneration(() -> pool.flatMap(OldGeneration::level), System::gc);
  }

  private static Optional<Level> level(MemoryPoolMXBean pool) {
    return Optional.ofNullable(pool.getCollectionUsage())
        .map(alive -> new Level(alive.getUsed(), pool.getUsage().getUsed()));
  }

  /** Looks once, and collects when it is time. */
  public void look() {
    if (looks < START_LOOKS) {
      looks++;
    } else if (level.get().filter(OldGeneration::grown).isPresent()) {
      collection.run();
    }
  }

  private static boolean grown(Level level) {
    return level.usedBytes() > level.aliveBytes() * GROWTH + LEAST_BYTES;
  }
}

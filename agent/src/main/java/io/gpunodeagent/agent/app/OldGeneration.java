package io.gpunodeagent.agent.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;

/**
 * Has the old generation collected when it holds a quarter more than what was alive: by itself the
 * serial collector takes all memory it may have first, and that stays resident. Confined to one
 * thread.
 */
final class OldGeneration {

  /** Of the serial collector. */
  private static final String POOL = "Tenured Gen";

  /** The start makes much that does not stay: nothing is judged by it. */
  private static final int START_LOOKS = 15;

  private static final double GROWTH = 1.25;
  private static final long LEAST_BYTES = 1 << 20;

  private final Optional<MemoryPoolMXBean> pool;
  private int looks;

  /** Of this process; of no use to another collector. */
  OldGeneration() {
    pool =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(each -> each.getName().equals(POOL))
            .findFirst();
  }

  /** Looks once, and collects when it is time. */
  void look() {
    if (looks < START_LOOKS) {
      looks++;
    } else if (pool.filter(OldGeneration::grown).isPresent()) {
      System.gc();
    }
  }

  private static boolean grown(MemoryPoolMXBean pool) {
    var alive = pool.getCollectionUsage();
    return alive != null && pool.getUsage().getUsed() > alive.getUsed() * GROWTH + LEAST_BYTES;
  }
}

package io.gpunodeagent.agent.app;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Logs what is wrong when it begins and when it ends, not for as long as it lasts. Confined to one
 * thread.
 */
final class Notices {

  private static final System.Logger LOG = System.getLogger("agent");

  private final String begins;
  private final String ends;
  private Set<String> present = Set.of();

  /**
   * Nothing is wrong.
   *
   * @param begins what is said before a line that is new
   * @param ends what is said before one that is over
   */
  Notices(String begins, String ends) {
    this.begins = begins;
    this.ends = ends;
  }

  /** These lines are what is wrong now. */
  void say(Collection<String> lines) {
    var now = new LinkedHashSet<>(lines);
    if (now.equals(present)) {
      return;
    }
    now.stream()
        .filter(line -> !present.contains(line))
        .forEach(line -> LOG.log(Level.WARNING, "{0} {1}", begins, line));
    present.stream()
        .filter(line -> !now.contains(line))
        .forEach(line -> LOG.log(Level.INFO, "{0} {1}", ends, line));
    present = now;
  }
}

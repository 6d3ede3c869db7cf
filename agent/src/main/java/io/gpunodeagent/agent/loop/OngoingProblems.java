// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Remembers which problems there are, so that each is logged when it begins and when it is over,
 * not for as long as it lasts. Safe for several threads; never calls anybody while it holds a lock.
 */
public final class OngoingProblems {

  private final Map<String, String> kinds = new ConcurrentHashMap<>();

  /** Notes a problem; returns whether it is new. */
  public boolean begins(String what) {
    return begins(what, "");
  }

  /** Notes a problem of a kind; returns whether it is new or was of another kind. */
  public boolean begins(String what, String kind) {
    return !kind.equals(kinds.put(what, kind));
  }

  /** Notes that there is no such problem; returns whether there was. */
  public boolean ends(String what) {
    return kinds.remove(what) != null;
  }

  /**
   * Notes that these are all the problems there are.
   *
   * @param begun takes each that is new
   * @param ended takes each that is over
   */
  public void become(Collection<String> now, Consumer<String> begun, Consumer<String> ended) {
    for (var what : now) {
      if (begins(what)) {
        begun.accept(what);
      }
    }
    for (var what : Set.copyOf(kinds.keySet())) {
      if (!now.contains(what) && ends(what)) {
        ended.accept(what);
      }
    }
  }
}

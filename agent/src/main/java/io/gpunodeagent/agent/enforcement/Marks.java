// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The annotations that announce on a pod what is to come. */
final class Marks {

  /** Since when it is idle, RFC 3339. */
  static final String IDLE_SINCE = "gpu-node-agent.io/idle-since";

  /** When the notice is over, RFC 3339. */
  static final String RECLAIM_AT = "gpu-node-agent.io/reclaim-at";

  /** The rules by which it may be reclaimed, as {@code idle/notebooks}. */
  static final String RECLAIMABLE = "gpu-node-agent.io/reclaimable";

  private static final Set<String> OWN = Set.of(IDLE_SINCE, RECLAIM_AT, RECLAIMABLE);

  private Marks() {}

  /** Those of {@code annotations} that are the agent's to write. */
  static Map<String, String> of(Map<String, String> annotations) {
    var own = new TreeMap<>(annotations);
    own.keySet().retainAll(OWN);
    return own;
  }

  /** What others say by annotations. */
  static Map<String, String> others(Map<String, String> annotations) {
    var others = new HashMap<>(annotations);
    others.keySet().removeAll(OWN);
    return others;
  }

  /** What must change for {@code present} to become {@code wanted}. */
  static Map<String, Optional<String>> changes(
      Map<String, String> present, Map<String, String> wanted) {
    var changes = new TreeMap<String, Optional<String>>();
    for (var key : OWN) {
      var value = Optional.ofNullable(wanted.get(key));
      if (!value.equals(Optional.ofNullable(present.get(key)))) {
        changes.put(key, value);
      }
    }
    return changes;
  }

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

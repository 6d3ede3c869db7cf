// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.text.KeyPatterns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** What may not change while NVIDIA's MIG manager changes the MIG layout of the node. */
public final class MigReconfiguration {

  /** The Node's label by which the MIG manager says how far it is. */
  public static final String STATE = "nvidia.com/mig.config.state";

  private static final Set<String> UNDER_WAY = Set.of("pending", "rebooting");

  /** Of the layout itself, and of the GPUs that it replaces under the strategy single. */
  private static final KeyPatterns DERIVED =
      KeyPatterns.of(
          List.of(
              MigLayoutLabels.MIG + "*",
              ResourceLabels.MIG_RESOURCES + "*",
              ResourceLabels.GPU + ".*"));

  private MigReconfiguration() {}

  /** The value of {@link #STATE} among a Node's labels. */
  public static Optional<String> state(Map<String, String> nodeLabels) {
    return Optional.ofNullable(nodeLabels.get(STATE));
  }

  /** Which labels and annotations are held as they are; none unless the layout is being changed. */
  public static KeyPatterns held(Optional<String> state) {
    return state.filter(UNDER_WAY::contains).isPresent() ? DERIVED : KeyPatterns.of(List.of());
  }

  /** {@code wanted}, with what is held as it was {@code published}, or absent as it was. */
  static LabelSet holding(LabelSet wanted, LabelSet published, Optional<String> state) {
    var held = held(state);
    return new LabelSet(
        held(wanted.labels(), published.labels(), held),
        held(wanted.annotations(), published.annotations(), held),
        wanted.unknown(),
        wanted.problems());
  }

  private static SequencedMap<String, String> held(
      Map<String, String> wanted, Map<String, String> published, KeyPatterns held) {
    var kept = new TreeMap<>(wanted);
    kept.keySet().removeIf(held::accepts);
    return held.filled(kept, published);
  }

  /** Whether the key is about a MIG layout, or about what one replaces. */
  static boolean derives(String key) {
    return DERIVED.accepts(key);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.document.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which labels the agent may write.
 *
 * @param nvidia what becomes of those under {@code nvidia.com/}
 * @param left keys that another manager holds with another value and keeps
 * @param takenOver keys that GPU Feature Discovery left behind, to be written by force
 * @param conflicts what prevents a label, for people to read
 */
public record Ownership(
    Nvidia nvidia, Set<String> left, Set<String> takenOver, List<Problem> conflicts) {

  /** Node Feature Discovery writes for GPU Feature Discovery, or the latter by its own name. */
  private static final Set<String> GFD_MANAGERS =
      Set.of("nfd-master", "gpu-feature-discovery", "nfd-worker");

  /** What becomes of the labels of GPU Feature Discovery. */
  public enum Nvidia {
    /** The agent writes them. */
    WRITE,
    /** It is not known who writes them: what the agent has on the Node stays, and no more comes. */
    KEEP,
    /** GPU Feature Discovery writes them: the agent takes its own away. */
    LEAVE
  }

  public Ownership {
    left = Set.copyOf(left);
    takenOver = Set.copyOf(takenOver);
    conflicts = List.copyOf(conflicts);
  }

  /** The decision about {@code wanted}. */
  public static Ownership decide(Owner setting, OwnerFacts facts, LabelSet wanted) {
    var conflicts = new ArrayList<Problem>();
    var nvidia = nvidia(setting, facts, conflicts);
    var left = new TreeSet<String>();
    var takenOver = new TreeSet<String>();
    for (var label : wanted.labels().entrySet()) {
      var held = Optional.ofNullable(facts.labels().get(label.getKey()));
      if ((nvidia == Nvidia.WRITE || !ofNvidia(label.getKey())) && held.isPresent()) {
        judge(setting, facts, label, held.get(), new Verdict(left, takenOver, conflicts));
      }
    }
    return new Ownership(nvidia, left, takenOver, conflicts);
  }

  private record Verdict(Set<String> left, Set<String> takenOver, List<Problem> conflicts) {}

  private static Nvidia nvidia(Owner setting, OwnerFacts facts, List<Problem> conflicts) {
    return switch (setting) {
      case GFD -> Nvidia.LEAVE;
      case AGENT -> {
        if (facts.gfdRunning().orElse(false)) {
          conflicts.add(
              Problem.of(
                  "",
                  "labels.owner",
                  "agent",
                  "makes two owners: GPU Feature Discovery runs on this node and writes the same"
                      + " labels",
                  "remove it from this node, or set labels.owner to auto"));
        }
        yield Nvidia.WRITE;
      }
      case AUTO -> auto(facts);
    };
  }

  /** Where GPUs are handed out by DRA, GPU Feature Discovery is not deployed. */
  private static Nvidia auto(OwnerFacts facts) {
    if (facts.gfdRunning().isEmpty()) {
      return facts.dra() ? Nvidia.WRITE : Nvidia.KEEP;
    }
    return facts.gfdRunning().get() ? Nvidia.LEAVE : Nvidia.WRITE;
  }

  /**
   * A label of another manager is left alone, unless a GPU Feature Discovery that is gone left it.
   */
  private static void judge(
      Owner setting,
      OwnerFacts facts,
      Map.Entry<String, String> label,
      OwnerFacts.Held held,
      Verdict verdict) {
    var others = new TreeSet<>(held.managers());
    others.remove(facts.manager());
    if (others.isEmpty() || held.value().equals(label.getValue())) {
      return;
    }
    boolean leftBehind =
        GFD_MANAGERS.containsAll(others)
            && (setting == Owner.AGENT || !facts.gfdRunning().orElse(!facts.dra()));
    if (leftBehind) {
      verdict.takenOver().add(label.getKey());
      return;
    }
    verdict.left().add(label.getKey());
    verdict
        .conflicts()
        .add(
            Problem.of(
                "",
                label.getKey(),
                held.value(),
                "is held by "
                    + String.join(", ", others)
                    + "; the agent would write "
                    + Problem.quoted(label.getValue()),
                "the label is left as it is; remove it there to let the agent write it"));
  }

  private static boolean ofNvidia(String key) {
    return key.startsWith(GfdLabels.PREFIX);
  }

  /** What of {@code wanted} the agent writes. */
  public LabelSet allowed(LabelSet wanted) {
    var labels = new TreeMap<>(wanted.labels());
    labels
        .keySet()
        .removeIf(key -> (nvidia != Nvidia.WRITE && ofNvidia(key)) || left.contains(key));
    var unknown = new TreeSet<>(wanted.unknown());
    switch (nvidia) {
      case WRITE -> {}
      case KEEP -> unknown.add(GfdLabels.PREFIX + "*");
      case LEAVE -> unknown.removeIf(Ownership::ofNvidia);
    }
    return new LabelSet(labels, wanted.annotations(), unknown, wanted.problems());
  }
}

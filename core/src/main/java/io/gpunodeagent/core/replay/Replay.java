// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Samples of many nodes, judged node by node as they come. Confined to one thread. */
public final class Replay {

  /** So many samples tell how far apart they are. */
  private static final int ENOUGH = 10;

  /** A source that comes back this soon after another has not taken turns with it. */
  private static final Duration TURN = Duration.ofMinutes(10);

  private final ScreenedRules rules;
  private final SortedSet<String> unknown;
  private final SortedMap<String, Node> nodes = new TreeMap<>();
  private Optional<Instant> first = Optional.empty();
  private long frames;

  /**
   * A replay of nothing yet.
   *
   * @param labelling by which samples were read
   */
  public Replay(ScreenedRules rules, Labelling labelling) {
    this.rules = rules;
    unknown = labelling.unknownNodes();
  }

  private static final class Node {
    private final List<Frame> waiting = new ArrayList<>();
    private final Map<String, Instant> sources = new HashMap<>();
    private final List<NodeReplay> begun = new ArrayList<>(1);
    private String source = "";
    private boolean doubled;
  }

  /** Samples that are later than those before, by node. */
  public void take(SortedMap<String, List<Frame>> more) {
    more.forEach(
        (name, list) -> {
          var node = nodes.computeIfAbsent(name, _ -> new Node());
          frames += list.size();
          list.forEach(frame -> look(node, frame));
          node.waiting.addAll(list);
          if (node.waiting.size() >= ENOUGH || !node.begun.isEmpty()) {
            play(name, node);
          }
        });
  }

  private void look(Node node, Frame frame) {
    first = first.filter(before -> before.isBefore(frame.at())).or(() -> Optional.of(frame.at()));
    var before = node.sources.put(frame.source(), frame.at());
    node.doubled |=
        !frame.source().equals(node.source)
            && before != null
            && Duration.between(before, frame.at()).compareTo(TURN) < 0;
    node.source = frame.source();
  }

  private void play(String name, Node node) {
    if (node.begun.isEmpty()) {
      node.begun.add(new NodeReplay(name, rules, period(node.waiting)));
    }
    if (!node.doubled) {
      node.waiting.forEach(node.begun.getFirst()::take);
    }
    node.waiting.clear();
  }

  /** The median distance, at least a second. */
  private static Duration period(List<Frame> frames) {
    var distances = new ArrayList<Duration>();
    for (int i = 1; i < frames.size(); i++) {
      distances.add(Duration.between(frames.get(i - 1).at(), frames.get(i).at()));
    }
    distances.sort(Comparator.naturalOrder());
    var median = distances.get(distances.size() / 2);
    return median.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : median;
  }

  /** What came of it. */
  public ReplayReport report() {
    var episodes = new ArrayList<ReplayedEpisode>();
    var counts = new HashMap<String, Integer>();
    var doubled = new TreeSet<String>();
    var sparse = new TreeSet<String>();
    var uncorroborated = new TreeSet<String>();
    int watched = 0;
    for (var each : nodes.entrySet()) {
      var node = each.getValue();
      if (node.doubled) {
        doubled.add(
            each.getKey() + ": " + String.join(" and ", new TreeSet<>(node.sources.keySet())));
      } else if (node.begun.isEmpty()) {
        sparse.add(each.getKey());
      } else {
        var findings = node.begun.getFirst().findings();
        episodes.addAll(findings.episodes());
        watched += findings.watched();
        uncorroborated.addAll(findings.uncorroborated());
        findings.unjudged().forEach((rule, pods) -> counts.merge(rule, pods, Integer::sum));
      }
    }
    return new ReplayReport(
        ReplayReport.sorted(episodes),
        false,
        unjudged(counts),
        rules.timeSlice(),
        List.copyOf(doubled),
        List.copyOf(unknown),
        List.copyOf(sparse),
        List.copyOf(uncorroborated),
        new ReplayReport.Sums(nodes.size(), frames, watched, first));
  }

  private List<ReplayReport.Unjudged> unjudged(Map<String, Integer> counts) {
    return rules.unjudged().entrySet().stream()
        .map(
            rule ->
                new ReplayReport.Unjudged(
                    rule.getKey(), rule.getValue(), counts.getOrDefault(rule.getKey(), 0)))
        .toList();
  }
}

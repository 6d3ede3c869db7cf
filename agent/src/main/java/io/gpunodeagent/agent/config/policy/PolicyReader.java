// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.policy;

import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.choice;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;

import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Amount;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.ComputeLimit;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.ComputeMode;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.MemoryLimit;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Shaping;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.TimeSlice;
import io.gpunodeagent.core.text.KeyPatterns;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the lists of rules below {@code policies}. Used once. */
public final class PolicyReader {

  /** The key of the list of idle rules. */
  private static final String IDLE = "policies.idle";

  /** The key of the list of time-slice rules. */
  private static final String TIME_SLICE = "policies.timeSlice";

  /** The keys it reads. */
  public static final Set<String> LISTS = Set.of(IDLE, TIME_SLICE);

  private static final int MOST_RULES = 200;

  /** Each is a set of clocks of its own, kept for every allocation. */
  private static final int MOST_CRITERIA = 8;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Form<String> NAME =
      PolicyTypes.text(
          Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"),
          "lower-case letters, digits and hyphens, at most 63, such as notebooks");
  private static final Form<Duration> IDLE_AFTER =
      duration(Duration.ofMinutes(1), Duration.ofDays(30)).form();
  private static final Form<Double> TOLERANCE = PolicyTypes.number(0, 1000, "%");

  private static final Form<ComputeMode> COMPUTE_MODE =
      PolicyTypes.named(
          Arrays.stream(ComputeMode.values())
              .collect(Collectors.toMap(ComputeMode::label, Function.identity())));

  private final String file;
  private final List<Problem> problems;
  private final UsageRules usage;
  private final MatchReader matches;
  private final Consumer<MappingReader.Asked> observer;

  /**
   * A reader.
   *
   * @param file as messages name it
   * @param usage the rules of the node, for what a rule does not say
   * @param labels of pods that are kept
   * @param observer is given each key of a rule that is read, written or not
   */
  public PolicyReader(
      String file,
      UsageRules usage,
      KeyPatterns labels,
      List<Problem> problems,
      Consumer<MappingReader.Asked> observer) {
    this.file = file;
    this.usage = usage;
    this.problems = problems;
    matches = new MatchReader(labels);
    this.observer = observer;
  }

  /**
   * The rules of both lists.
   *
   * @param lists by key, those that are written
   * @param frame what holds for all rules
   */
  public PolicyRules read(Map<String, Node> lists, PolicyRules frame) {
    var idle = new ArrayList<IdleRule>();
    var timeSlice = new ArrayList<TimeSliceRule>();
    items(lists, IDLE).forEach(node -> idle.add(idle(node)));
    items(lists, TIME_SLICE).forEach(node -> timeSlice.add(timeSlice(node)));
    var criteria = new HashSet<ActivityCriteria>();
    idle.forEach(rule -> criteria.add(rule.activity()));
    timeSlice.forEach(rule -> rule.compute().ifPresent(limit -> criteria.add(limit.activity())));
    if (criteria.size() > MOST_CRITERIA) {
      problems.add(
          new Problem(
              file,
              "policies",
              criteria.size()
                  + " combinations of activity, warmup and window are more than "
                  + MOST_CRITERIA
                  + ", and each keeps clocks of its own",
              "let rules share theirs"));
    }
    return new PolicyRules(frame.dryRun(), idle, timeSlice, frame.budget(), frame.ownNamespace());
  }

  private List<MappingReader> items(Map<String, Node> lists, String key) {
    var node = lists.get(key);
    if (node == null) {
      return List.of();
    }
    var items = MappingReader.items(node, problems::add, observer);
    if (items.size() > MOST_RULES) {
      items.getFirst().report("name", "is one of more than " + MOST_RULES + " rules", "merge some");
    }
    var names = new HashSet<String>();
    for (var item : items) {
      item.get("name", NAME)
          .filter(name -> !names.add(name))
          .ifPresent(
              _ -> item.report("name", "is the name of another rule too", "name each differently"));
    }
    return items;
  }

  private IdleRule idle(MappingReader node) {
    var idleAfter = node.require("idleAfter", IDLE_AFTER, Duration.ofHours(1));
    var least = usage.period().multipliedBy(UsageRules.LEAST_PERIODS);
    if (idleAfter.compareTo(least) < 0) {
      node.report(
          "idleAfter",
          "is shorter than ten sampling periods, " + least.toSeconds() + "s here",
          "lengthen it, or shorten sampling.period");
    }
    var longest = node.get("maxIdleAfter", IDLE_AFTER, idleAfter.multipliedBy(8));
    if (longest.compareTo(idleAfter) < 0) {
      node.report("maxIdleAfter", "is shorter than idleAfter", "lengthen it or remove it");
    }
    var rule =
        new IdleRule(
            name(node),
            matches.read(node),
            idleAfter,
            new ActivityCriteria(
                node.child("activity").map(this::thresholds).orElse(usage.thresholds()),
                node.get("warmup", duration(Duration.ZERO, DAY).form(), usage.warmUp()),
                idleAfter.compareTo(usage.window()) < 0 ? idleAfter : usage.window()),
            node.get(
                "notice",
                duration(Duration.ZERO, DAY.multipliedBy(7)).form(),
                Duration.ofMinutes(10)),
            node.get("action", choice(PolicyAction.class).form(), PolicyAction.OBSERVE),
            node.get("allowOverride", bool().form(), true),
            longest);
    node.finish();
    return rule;
  }

  private String name(MappingReader node) {
    return node.has("name")
        ? node.get("name", PolicyTypes.text(Pattern.compile("(?s).*"), "a text"), "")
        : node.require("name", NAME, "");
  }

  private ActivityThresholds thresholds(MappingReader node) {
    var usual = usage.thresholds();
    var percent = PolicyTypes.number(0, 100, "%");
    var thresholds =
        new ActivityThresholds(
            node.get("smPercent", percent, usual.smPercent()),
            node.get("memoryBandwidthPercent", percent, usual.memoryBandwidthPercent()),
            node.get(
                "energyAboveIdleWatts",
                PolicyTypes.number(0, 10_000, "W"),
                usual.energyAboveIdleWatts()),
            node.get(
                "trafficMibPerSecond",
                PolicyTypes.number(0, 1_000_000, "MiB/s"),
                usual.trafficMibPerSecond()),
            node.get("codecPercent", percent, usual.codecPercent()));
    node.finish();
    return thresholds;
  }

  private TimeSliceRule timeSlice(MappingReader node) {
    var rule =
        new TimeSliceRule(
            name(node),
            matches.read(node),
            node.child("memory").map(PolicyReader::memory),
            node.child("compute").map(this::compute),
            node.get("maxHold", duration(Duration.ofMinutes(1), DAY.multipliedBy(30)).form()),
            node.get("grace", duration(Duration.ofSeconds(10), DAY).form(), Duration.ofMinutes(2)),
            node.get("action", choice(PolicyAction.class).form(), PolicyAction.OBSERVE),
            node.child("device").map(PolicyReader::device));
    node.finish();
    boolean empty = Set.of("memory", "compute", "maxHold", "device").stream().noneMatch(node::has);
    if (empty) {
      node.report(
          "memory",
          "needed, or compute, maxHold or device: the rule says nothing without one",
          "write memory: {limit: fair}");
    }
    return rule;
  }

  private static MemoryLimit memory(MappingReader node) {
    var limit =
        new MemoryLimit(
            node.get("limit", PolicyTypes.amount(), new Amount.Fair()),
            node.get("tolerancePercent", TOLERANCE, 10.0));
    node.finish();
    return limit;
  }

  private ComputeLimit compute(MappingReader node) {
    node.get("share", PolicyTypes.named(Map.of("fair", true)));
    var window =
        node.get(
            "window",
            duration(usage.period().multipliedBy(UsageRules.LEAST_PERIODS), Duration.ofHours(6))
                .form(),
            usage.window());
    var limit =
        new ComputeLimit(
            new ActivityCriteria(usage.thresholds(), usage.warmUp(), window),
            node.get("tolerancePercent", TOLERANCE, 20.0));
    node.finish();
    return limit;
  }

  private static Shaping device(MappingReader node) {
    Optional<TimeSlice> slice = node.get("timeSlice", choice(TimeSlice.class).form());
    Optional<ComputeMode> mode = node.get("computeMode", COMPUTE_MODE);
    node.finish();
    if (slice.isEmpty() && mode.isEmpty() && !node.has("timeSlice") && !node.has("computeMode")) {
      node.report(
          "timeSlice",
          "needed, or computeMode: device says nothing without one",
          "write timeSlice: short");
    }
    return new Shaping(slice, mode);
  }
}

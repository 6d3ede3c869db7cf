// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static java.util.Map.entry;

import io.gpunodeagent.agent.config.policy.PolicyReader;
import io.gpunodeagent.agent.config.value.ValueTypes;
import io.gpunodeagent.agent.document.YamlDocument;
import io.gpunodeagent.agent.document.YamlSchema;
import io.gpunodeagent.core.document.MappingReader.Asked;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Amount;
import io.gpunodeagent.core.text.KeyPatterns;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys of rules as a table: which there are, which values are right and what holds without them
 * is what their reader asks for; what they mean is written here.
 */
final class RuleTable {

  private static final String HEAD =
      """

      What a rule leaves out has the value in the third column; a pod must meet all of `match`, with every device it holds.
      `match` has the same keys in both lists.

      | key | takes | without it | what it is |
      |---|---|---|---|
      """;

  /** A rule of each list with every mapping that a rule may have, and no values. */
  private static final String EMPTY_RULES =
      """
      policies.idle:
        - match: {schedule: {windows: [{}]}}
          activity: {}
      policies.timeSlice:
        - {memory: {}, compute: {}, device: {}}
      """;

  /**
   * What a key is.
   *
   * @param meaning as the last column says it
   * @param without what holds without it, in words; empty where its reader has a value for that
   */
  private record Meaning(String meaning, Optional<String> without) {}

  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          is("idle[].name", "unique in its list"),
          is("timeSlice[].name", "unique in its list"),
          is(
              "match.namespaces",
              "any",
              "one or a list; exclusions win over the rest, and exclusions alone (`[\"!prod\"]`)"
                  + " leave everything else"),
          is("match.gpuProducts", "any", "one or a list, as `match.namespaces`"),
          is(
              "match.podSelector",
              "any",
              "labels with exactly these values; `cluster.podLabels` must keep them"),
          is("match.workloadKinds", "any", "one or a list; of any owner of the pod"),
          is(
              "match.maxPriority",
              "any",
              "the highest priority of a pod; a pod whose priority is unknown is left alone"),
          is("match.sharing", "how its devices are shared"),
          is(
              "match.schedule.zone",
              "of the times of `windows`; without `schedule` a rule holds always"),
          is("match.schedule.windows[].days", "every day", "on which the window begins"),
          is("match.schedule.windows[].from", "when it begins"),
          is(
              "match.schedule.windows[].to",
              "when it ends; on the next day when it is not after `from`"),
          is(
              "idle[].idleAfter",
              "of idleness, at least ten sampling periods, 95 % of it proven, on all devices of the"
                  + " pod; under 5m the activity is judged over as long"),
          is("idle[].maxIdleAfter", "eight times `idleAfter`", "the longest a pod may ask for"),
          is("idle[].warmup", "after a container's start that is not judged"),
          is("idle[].activity.smPercent", "of the SMs, above which use counts"),
          is("idle[].activity.memoryBandwidthPercent", "of the time, above which use counts"),
          is("idle[].activity.energyAboveIdleWatts", "above which use counts"),
          is("idle[].activity.trafficMibPerSecond", "over PCIe or NVLink, above which use counts"),
          is("idle[].activity.codecPercent", "of encoder or decoder, above which use counts"),
          is("idle[].notice", "from the announcement to the mark"),
          is("idle[].action", "the last step of the ladder"),
          is(
              "idle[].allowOverride",
              "whether the annotation `gpu-node-agent.io/idle-after: 4h` of a pod lengthens"
                  + " `idleAfter`"),
          is(
              "timeSlice[].memory.limit",
              "of a pod; `fair` is total / replicas × replicas held; without `memory` there is no"
                  + " limit"),
          is("timeSlice[].memory.tolerancePercent", "of the limit"),
          is(
              "timeSlice[].compute.share",
              "fair",
              "of a pod while several use the GPU; without `compute` there is no limit"),
          is(
              "timeSlice[].compute.window",
              "over which it is judged, at least ten sampling periods"),
          is("timeSlice[].compute.tolerancePercent", "of the share"),
          is("timeSlice[].maxHold", "any time", "that a contended GPU may be held"),
          is("timeSlice[].grace", "without a break before each step"),
          is("timeSlice[].action", "the last step of the ladder"),
          is(
              "timeSlice[].device.timeSlice",
              "as it is",
              "of the GPU; set by [`enforce-device`](enforcement.md#gpus-themselves) alone"),
          is("timeSlice[].device.computeMode", "as it is", "of the GPU; the same"));

  private RuleTable() {}

  private static Map.Entry<String, Meaning> is(String key, String meaning) {
    return entry(key, new Meaning(meaning, Optional.empty()));
  }

  private static Map.Entry<String, Meaning> is(String key, String without, String meaning) {
    return entry(key, new Meaning(meaning, Optional.of(without)));
  }

  /** The table with what comes before it. */
  static String render() {
    var keys = keys();
    if (!keys.keySet().equals(MEANINGS.keySet())) {
      throw new AssertionError("rules have the keys " + keys.keySet() + ": say what they mean");
    }
    var rows = new StringBuilder(HEAD);
    keys.forEach(
        (key, asked) -> {
          var meaning = MEANINGS.get(key);
          if (meaning != null) {
            rows.append(row(key, asked, meaning));
          }
        });
    return rows.toString();
  }

  private static String row(String key, Asked asked, Meaning meaning) {
    var without =
        asked.required()
            ? "must be written"
            : meaning
                .without()
                .or(() -> asked.otherwise().map(value -> "`" + text(value) + "`"))
                .orElseThrow(() -> new AssertionError(key + ": say what holds without it"));
    return "| `%s` | %s | %s | %s |%n".formatted(key, asked.rule(), without, meaning.meaning());
  }

  /** By key, in the order in which they are read; of mappings, their keys. */
  private static Map<String, Asked> keys() {
    var found = new LinkedHashMap<String, Asked>();
    asked().forEach(one -> found.merge(key(one), one, (a, b) -> a.required() ? a : b));
    var mappings = List.copyOf(found.keySet());
    found.keySet().removeIf(key -> mappings.stream().anyMatch(other -> isBelow(other, key)));
    return found;
  }

  private static boolean isBelow(String key, String mapping) {
    return key.startsWith(mapping + ".") || key.startsWith(mapping + "[].");
  }

  private static String key(Asked one) {
    return one.path()
        .replaceFirst("^policies\\.", "")
        .replace("[0]", "[]")
        .replaceFirst("^\\w+\\[]\\.match\\b", "match");
  }

  private static List<Asked> asked() {
    var asked = new ArrayList<Asked>();
    var reader =
        new PolicyReader(
            "",
            UsageRules.defaults(Duration.ofSeconds(1)),
            KeyPatterns.of(List.of()),
            new ArrayList<>(),
            asked::add);
    var root =
        (Node.Mapping) YamlDocument.read("", EMPTY_RULES, YamlSchema.OWN, _ -> {}).orElseThrow();
    reader.read(
        root.entries().stream().collect(Collectors.toMap(Node.Entry::key, Node.Entry::value)),
        PolicyRules.none());
    return asked;
  }

  private static String text(Object value) {
    return switch (value) {
      case Duration span -> ValueTypes.duration(span, span).writer().apply(span);
      case Double number -> BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
      case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT);
      case Amount.Fair _ -> "fair";
      case ZoneId zone -> zone.normalized().getId().replace("Z", "UTC");
      case LocalTime time -> time.toString();
      case Boolean truth -> truth.toString();
      default -> throw new AssertionError("write it: " + value);
    };
  }
}

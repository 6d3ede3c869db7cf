// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.RuleSchedule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Amount;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as people write them. */
class PolicyReaderTest {

  @TempDir private Path folder;

  @Test
  void theExampleOfTheDocumentationIsReadAsItIsMeant() throws IOException {
    var rules = rules(example());

    assertThat(rules.dryRun()).isTrue();
    assertThat(rules.budget().evictionsPerHour()).isEqualTo(2);
    var idle = rules.idle().getFirst();
    assertThat(idle.name()).isEqualTo("notebooks");
    assertThat(idle.idleAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(idle.notice()).isEqualTo(Duration.ofMinutes(10));
    assertThat(idle.action()).isEqualTo(PolicyAction.MARK);
    assertThat(idle.maxIdleAfter()).isEqualTo(Duration.ofHours(8));
    assertThat(idle.activity())
        .isEqualTo(ActivityCriteria.of(UsageRules.defaults(Duration.ofSeconds(1))));
    assertThat(idle.match().namespaces()).isEqualTo(Globs.of("team-*", "!team-prod"));
    assertThat(idle.match().podSelector()).isEqualTo(Map.of("app", "jupyter"));
    assertThat(idle.match().workloadKinds()).isEqualTo(Set.of("Notebook", "StatefulSet"));
    assertThat(idle.match().maxPriority()).hasValue(500);
    assertThat(idle.match().schedule())
        .contains(
            new RuleSchedule(
                ZoneId.of("Europe/Berlin"),
                List.of(
                    new RuleSchedule.Span(
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                        LocalTime.of(18, 0),
                        LocalTime.of(8, 0)),
                    new RuleSchedule.Span(
                        EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                        LocalTime.MIDNIGHT,
                        LocalTime.MIDNIGHT))));
    var shares = rules.timeSlice().getFirst();
    assertThat(shares.match().sharing()).isEqualTo(Match.Sharing.TIME_SLICED);
    assertThat(shares.memory().orElseThrow().limit()).isEqualTo(new Amount.Fair());
    assertThat(shares.maxHold()).contains(Duration.ofHours(12));
    assertThat(shares.device().orElseThrow().timeSlice()).contains(TimeSliceRule.TimeSlice.SHORT);
  }

  @Test
  void aRuleCannotWaitForLessThanTenSamples() throws IOException {
    assertThat(
            lines("sampling: {period: 10s}\npolicies:\n  idle:\n    - {name: a, idleAfter: 1m}\n"))
        .singleElement()
        .asString()
        .contains(
            ":4: policies.idle[0].idleAfter: \"1m\" is shorter than ten sampling periods, 100s"
                + " here: lengthen it, or shorten sampling.period");
  }

  @Test
  void activityIsJudgedOverNoLongerThanTheRuleWaits() throws IOException {
    var rules =
        rules(
            """
            policies:
              idle:
                - {name: soon, idleAfter: 2m}
                - {name: late, idleAfter: 1h}
            """);

    assertThat(rules.idle())
        .extracting(rule -> rule.activity().window())
        .containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(5));
  }

  @Test
  void aRuleNeedsLittle() throws IOException {
    var rules = rules("policies:\n  idle:\n    - {name: all, idleAfter: 2h}\n");

    assertThat(rules.idle())
        .containsExactly(
            new IdleRule(
                "all",
                Match.ANY,
                Duration.ofHours(2),
                new ActivityCriteria(
                    ActivityThresholds.defaults(), Duration.ofMinutes(10), Duration.ofMinutes(5)),
                Duration.ofMinutes(10),
                PolicyAction.OBSERVE,
                true,
                Duration.ofHours(16)));
  }

  @Test
  void rulesCommentedOutAreNone() throws IOException {
    assertThat(rules("policies:\n  dryRun: false\n  idle:\n").idle()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a, idelAfter: 1h, idleAfter: 1h} | policies.idle[0].idelAfter: unknown key: did you mean idleAfter?
          {name: a} | policies.idle[0].idleAfter: missing: use a duration from 1m to 720h
          {name: a, idleAfter: 30} | policies.idle[0].idleAfter: "30" is not valid: use a duration from 1m to 720h
          {name: A b, idleAfter: 1h} | policies.idle[0].name: "A b" is not valid: use lower-case letters, digits and hyphens
          {idleAfter: 1h} | policies.idle[0].name: missing
          {name: a, idleAfter: 1h, idleAfter: 2h} | policies.idle[0].idleAfter: is written twice
          {name: a, idleAfter: 1h, action: kill} | policies.idle[0].action: "kill" is not valid: use observe, notify, mark or evict
          {name: a, idleAfter: 1h, maxIdleAfter: 30m} | policies.idle[0].maxIdleAfter: "30m" is shorter than idleAfter
          {name: a, idleAfter: 1h, notice: [1m]} | policies.idle[0].notice: is a list: use a duration
          {name: a, idleAfter: 1h, match: x} | policies.idle[0].match: "x" is no mapping
          {name: a, idleAfter: 1h, match: {namespace: x}} | policies.idle[0].match.namespace: unknown key: did you mean namespaces?
          {name: a, idleAfter: 1h, match: {namespaces: "!"}} | policies.idle[0].match.namespaces: "!" is not valid: use a name, in which * is any
          {name: a, idleAfter: 1h, match: {namespaces: ["!!a"]}} | policies.idle[0].match.namespaces[0]: "!!a" is not valid: use a name, in which * is any
          {name: a, idleAfter: 1h, match: {namespaces: ["*", !prod ]}} | policies.idle[0].match.namespaces[1]: "!prod" is a tag to YAML: put the value in quotes
          {name: a, idleAfter: 1h, match: {namespaces: [!prod x]}} | policies.idle[0].match.namespaces[0]: "!prod" is a tag to YAML
          {name: a, idleAfter: 1h, match: {namespaces: [a, "!a"]}} | policies.idle[0].match.namespaces: excludes by !a what it includes: remove it or the pattern it contradicts
          {name: a, idleAfter: 1h, match: {gpuProducts: "!*"}} | policies.idle[0].match.gpuProducts: "!*" excludes by !* what it includes
          {name: a, idleAfter: 1h, match: {podSelector: {tier: x}}} | policies.idle[0].match.podSelector: selects by the label tier, which is not kept
          {name: a, idleAfter: 1h, match: {sharing: half}} | policies.idle[0].match.sharing: "half" is not valid: use any, exclusive, mig, mps or timeSliced
          {name: a, idleAfter: 1h, match: {workloadKinds: [pod, Pod]}} | policies.idle[0].match.workloadKinds[0]: "pod" is not valid: use a kind of the Kubernetes API
          {name: a, idleAfter: 1h, match: {maxPriority: 2000000000}} | policies.idle[0].match.maxPriority: "2000000000" is not valid: use a whole number from -1000000000
          {name: a, idleAfter: 1h, match: {schedule: {zone: Mars, windows: [{}]}}} | policies.idle[0].match.schedule.zone: "Mars" is not valid: use a time zone
          {name: a, idleAfter: 1h, match: {schedule: {windows: [{from: "8"}]}}} | policies.idle[0].match.schedule.windows[0].from: "8" is not valid: use a time of the day
          {name: a, idleAfter: 1h, match: {schedule: {windows: [{days: [Caturday]}]}}} | policies.idle[0].match.schedule.windows[0].days[0]: "Caturday" is not valid: use Mon, Tue
          {name: a, idleAfter: 1h, match: {schedule: {}}} | policies.idle[0].match.schedule.windows: needed, at least one
          {name: a, idleAfter: 1h, activity: {smPercent: 101}} | policies.idle[0].activity.smPercent: "101" is not valid: use a number from 0 to 100, in %
          {name: a, idleAfter: 1h, activity: {smPercent: 1%}} | policies.idle[0].activity.smPercent: "1%" is not valid: use a number from 0 to 100, in %
          """)
  void whatIsWrongIsNamedWithItsLine(String rule, String message) throws IOException {
    assertThat(lines("policies:\n  idle:\n    - " + rule + "\n"))
        .singleElement()
        .asString()
        .startsWith(folder.resolve("agent.yaml") + ":3: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a} | policies.timeSlice[0].memory: needed, or compute, maxHold or device
          {name: a, memory: {limit: 0%}} | policies.timeSlice[0].memory.limit: "0%" is not valid: use fair, a part
          {name: a, memory: {limit: 10GB}} | policies.timeSlice[0].memory.limit: "10GB" is not valid: use fair, a part
          {name: a, compute: {share: half}} | policies.timeSlice[0].compute.share: "half" is not valid: use fair
          {name: a, compute: {window: 5s}} | policies.timeSlice[0].compute.window: "5s" is not valid: use a duration from 10s
          {name: a, maxHold: 12h, grace: 1s} | policies.timeSlice[0].grace: "1s" is not valid: use a duration from 10s
          {name: a, device: {computeMode: exclusive}} | policies.timeSlice[0].device.computeMode: "exclusive" is not valid: use default, exclusiveProcess or prohibited
          {name: a, device: {timeSlice: 2ms}} | policies.timeSlice[0].device.timeSlice: "2ms" is not valid: use default, short, medium or long
          {name: a, device: {}} | policies.timeSlice[0].device.timeSlice: needed, or computeMode
          """)
  void limitsAreCheckedToo(String rule, String message) throws IOException {
    assertThat(lines("policies:\n  timeSlice:\n    - " + rule + "\n"))
        .singleElement()
        .asString()
        .contains(":3: " + message);
  }

  @Test
  void namesAreUniqueInTheirList() throws IOException {
    assertThat(
            lines(
                """
                policies:
                  idle:
                    - {name: a, idleAfter: 1h}
                    - {name: a, idleAfter: 2h}
                  timeSlice:
                    - {name: a, maxHold: 1h}
                """))
        .singleElement()
        .asString()
        .contains(":4: policies.idle[1].name: \"a\" is the name of another rule too");
  }

  @Test
  void aMappingInPlaceOfAListAndAMisspeltListAreNamed() throws IOException {
    assertThat(lines("policies:\n  idle: {name: a}\n"))
        .singleElement()
        .asString()
        .contains(":2: policies.idle: is a mapping, and no list: begin each item with a hyphen");
    assertThat(lines("policies:\n  timeslice: []\n"))
        .singleElement()
        .asString()
        .contains("unknown key: did you mean policies.timeSlice?");
  }

  @Test
  void tooManyYardsticksAreRefused() throws IOException {
    var text = new StringBuilder("policies:\n  idle:\n");
    for (int i = 1; i <= 9; i++) {
      text.append("    - {name: r" + i + ", idleAfter: 1h, warmup: " + i + "m}\n");
    }

    assertThat(lines(text.toString()))
        .singleElement()
        .asString()
        .contains(
            ": policies: 9 combinations of activity, warmup and window are more than 8, and each"
                + " keeps clocks of its own: let rules share theirs");
  }

  @Test
  void withoutThePodsOfTheClusterNoRuleDoesAnythingAndThatIsSaid() throws IOException {
    var loaded = load("cluster: {pods: false}\npolicies: {idle: [{name: a, idleAfter: 1h}]}\n");

    assertThat(((Outcome.Valid) loaded).warnings())
        .extracting(Problem::key)
        .containsExactly("cluster.pods");
  }

  private static String example() throws IOException {
    var page =
        Files.readString(
            Path.of(System.getProperty("repository.root", ".."), "docs/configuration.md"));
    var from = page.lastIndexOf("```yaml\n") + "```yaml\n".length();
    return page.substring(from, page.indexOf("```", from));
  }

  private PolicyRules rules(String text) throws IOException {
    return switch (load(text)) {
      case Outcome.Valid valid -> valid.config().policies();
      case Outcome.Invalid(var problems) ->
          throw new AssertionError(problems.stream().map(Problem::line).toList());
    };
  }

  private List<String> lines(String text) throws IOException {
    return switch (load(text)) {
      case Outcome.Valid _ -> throw new AssertionError("it was taken");
      case Outcome.Invalid(var problems) -> problems.stream().map(Problem::line).toList();
    };
  }

  private Outcome load(String text) throws IOException {
    var file = folder.resolve("agent.yaml");
    Files.writeString(file, text);
    return ConfigLoader.load(
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "node-7", true));
  }
}

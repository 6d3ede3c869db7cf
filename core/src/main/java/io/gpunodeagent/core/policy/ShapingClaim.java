// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Shaping;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the rule of a pod asks of a GPU that the pod holds, as a whole or a part of it.
 *
 * @param gpuUuid of the GPU
 * @param asked by the pod's time-slice rule; empty when none matches or it says nothing of GPUs
 * @param doubt why the pod's rule is unknown; then nothing is asked
 */
public record ShapingClaim(
    String gpuUuid, PodRef pod, Optional<Asked> asked, Optional<String> doubt) {

  /**
   * What a rule asks.
   *
   * @param order of the rule among the time-slice rules, from 0
   * @param rule its name
   * @param device how the GPU is to be set
   */
  public record Asked(int order, String rule, Shaping device) {}

  /** The claims of every pod that holds a GPU; none when no rule says anything of GPUs. */
  public static List<ShapingClaim> all(
      PolicyRules rules, AttributedSnapshot attributed, Pods pods, Usage usage) {
    if (!rules.shapeDevices()) {
      return List.of();
    }
    var choice = new RuleChoice(rules.timeSlice(), attributed.node().takenAt());
    var claims = new ArrayList<ShapingClaim>();
    for (var pod : HeldPod.all(usage, attributed, pods)) {
      var doubt = choice.doubt(pod);
      var asked = doubt.isPresent() ? Optional.<Asked>empty() : choice.asked(pod);
      pod.allocations().stream()
          .map(key -> key.device().gpuUuid())
          .distinct()
          .forEach(uuid -> claims.add(new ShapingClaim(uuid, pod.ref(), asked, doubt)));
    }
    return claims;
  }

  /** The rule of each pod, as far as the pod is known. */
  private static final class RuleChoice {

    private final List<TimeSliceRule> rules;
    private final Matching<TimeSliceRule> matching;
    private final Matching<TimeSliceRule> byAllocation;

    RuleChoice(List<TimeSliceRule> rules, Instant now) {
      this.rules = rules;
      matching = new Matching<>(rules, TimeSliceRule::match, now);
      byAllocation = new Matching<>(rules, rule -> ofAllocation(rule.match()), now);
    }

    /** What is left to match when nothing but the pod's name and devices is known. */
    private static Match ofAllocation(Match match) {
      return new Match(
          match.namespaces(),
          Map.of(),
          Set.of(),
          OptionalInt.empty(),
          match.gpuProducts(),
          match.sharing(),
          match.schedule());
    }

    /** A rule that may be the pod's: that is unknown without the API server. */
    Optional<String> doubt(HeldPod pod) {
      if (pod.info().isPresent()) {
        return Optional.empty();
      }
      for (int i = 0; i < rules.size(); i++) {
        if (matching.unmet(i, pod).isEmpty()) {
          return Optional.empty();
        }
        if (byAllocation.unmet(i, pod).isEmpty()) {
          return Optional.of(
              "whether rule "
                  + rules.get(i).name()
                  + " is for pod "
                  + pod.ref().namespace()
                  + "/"
                  + pod.ref().name()
                  + " is not known without the API server");
        }
      }
      return Optional.empty();
    }

    Optional<Asked> asked(HeldPod pod) {
      return matching
          .choose(pod)
          .filter(choice -> !choice.abovePriority())
          .flatMap(
              choice ->
                  choice
                      .rule()
                      .device()
                      .map(
                          device ->
                              new Asked(
                                  rules.indexOf(choice.rule()), choice.rule().name(), device)));
    }
  }
}

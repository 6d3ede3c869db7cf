// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a policy does next with a pod.
 *
 * @param rule its name
 * @param text what comes next, such as {@code evict}, or why nothing does
 * @param at when at the earliest, wall clock; empty when nothing is to come or no time is known
 * @param dryRun whether it is only reported
 */
public record PolicyOutlook(String rule, String text, Optional<Instant> at, boolean dryRun) {

  /** What a decision of the API leads to, seen at {@code now}. */
  static PolicyOutlook of(JsonValue decision, Instant now) {
    var next = decision.at("nextStep");
    var action = next.at("action").text();
    if (!next.known()) {
      return outlook(decision, nothing(decision), Optional.empty());
    }
    if (next.at("waitsForProof").truth()) {
      return outlook(decision, action + " once rest is proven", Optional.empty());
    }
    var at = next.at("notBefore").instant().filter(now::isBefore);
    return outlook(
        decision,
        at.isEmpty() && action.equals("evict") ? "evict now, within the budget" : action,
        at);
  }

  private static PolicyOutlook outlook(JsonValue decision, String text, Optional<Instant> at) {
    return new PolicyOutlook(decision.at("rule").text(), text, at, decision.at("dryRun").truth());
  }

  /** Why nothing comes next. */
  private static String nothing(JsonValue decision) {
    var exclusions = decision.at("exclusions").items();
    if (decision.at("granted").text().equals("observe")) {
      return exclusions.isEmpty()
          ? "none: only observed"
          : "none: " + exclusions.getFirst().at("text").text();
    }
    var stage = decision.at("stage").text();
    if (!stage.equals("watched")) {
      return "stays " + stage;
    }
    var needed = decision.at("evidence").at("neededSeconds");
    return needed.known() ? "announce after " + AgeText.text(needed.seconds()) + " idle" : "none";
  }

  /** The step and the time left until it, such as {@code evict in 12m, dry run}. */
  public String text(Instant now) {
    var when = at.map(time -> " in " + AgeText.text(Duration.between(now, time)));
    boolean nothing = text.startsWith("none");
    return text + when.orElse("") + (dryRun && !nothing ? " (dry run)" : "");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.document.JsonParts.amount;
import static io.gpunodeagent.agent.document.JsonParts.index;
import static io.gpunodeagent.agent.document.JsonParts.instant;
import static io.gpunodeagent.agent.document.JsonParts.known;
import static io.gpunodeagent.agent.document.JsonParts.list;
import static io.gpunodeagent.agent.document.JsonParts.object;
import static io.gpunodeagent.agent.document.JsonParts.span;
import static io.gpunodeagent.agent.document.JsonParts.text;

import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.agent.document.RecordPart;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.PolicyMemory;
import io.gpunodeagent.core.policy.PolicyMemory.Announced;
import io.gpunodeagent.core.policy.PolicyMemory.Clock;
import io.gpunodeagent.core.policy.PolicyMemory.Stretch;
import io.gpunodeagent.core.policy.PolicyMemory.WatchedPod;
import io.gpunodeagent.core.policy.PolicyMemory.WatchedShare;
import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link PolicyMemory} and {@link EvictionMemory} as JSON. */
final class PolicyJson {

  private static final int MOST_PODS = 1_000;
  private static final int MOST_CONTAINERS = 100;
  private static final int MOST_STRETCHES = 10_000;
  private static final int MOST_CLOCKS = 64;
  private static final int MOST_EVICTIONS = 10_000;

  private static final JsonPart<OptionalInt> RESTARTS =
      index("restarts")
          .ifAny()
          .as(
              found -> found.map(OptionalInt::of).orElseGet(OptionalInt::empty),
              count -> count.stream().boxed().findFirst());

  private static final JsonPart<List<SeenContainer>> CONTAINERS =
      list(
          "containers",
          MOST_CONTAINERS,
          RecordPart.of(SeenContainer.class, text("name"), text("id").ifAny(), RESTARTS));

  private static final JsonPart<Optional<Announced>> ANNOUNCED =
      object(
              "announced",
              RecordPart.of(
                  Announced.class,
                  instant("at"),
                  span("promisedNanos"),
                  span("servedNanos"),
                  span("lostNanos")))
          .ifAny();

  private static final JsonPart<Stretch> STRETCH =
      RecordPart.of(Stretch.class, span("agoNanos"), span("lengthNanos"));

  private static final JsonPart<WatchedPod> POD =
      RecordPart.of(
          WatchedPod.class,
          text("uid"),
          text("rule"),
          CONTAINERS,
          instant("idleSince").ifAny(),
          list("unproven", MOST_STRETCHES, STRETCH),
          ANNOUNCED);

  private static final JsonPart<WatchedShare> SHARE =
      RecordPart.of(
          WatchedShare.class,
          text("uid"),
          text("rule"),
          CONTAINERS,
          span("lastingNanos"),
          span("unknownNanos"),
          ANNOUNCED);

  private static final JsonPart<ActivityCriteria> CRITERIA =
      RecordPart.of(
          ActivityCriteria.class,
          RecordPart.of(
              ActivityThresholds.class,
              amount("smPercent"),
              amount("memoryBandwidthPercent"),
              amount("energyAboveIdleWatts"),
              amount("trafficMibPerSecond"),
              amount("codecPercent")),
          span("warmUpNanos"),
          span("windowNanos"));

  /** Under a name of its own beside other parts. */
  static final JsonPart<EvictionMemory> EVICTIONS =
      RecordPart.of(
          EvictionMemory.class,
          list(
              "evictions",
              MOST_EVICTIONS,
              RecordPart.of(EvictionMemory.Past.class, text("podUid"), instant("at"))));

  private PolicyJson() {}

  /** The fields of an object. */
  static JsonPart<PolicyMemory> part(String bootId) {
    var clock = RecordPart.of(Clock.class, CRITERIA, object("usage", UsageJson.part(bootId)));
    return RecordPart.of(
        PolicyMemory.class,
        known(bootId),
        instant("writtenAt"),
        list("pods", MOST_PODS, POD),
        list("shares", MOST_PODS, SHARE),
        list("clocks", MOST_CLOCKS, clock));
  }
}

package io.gpunodeagent.agent.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.policy.ActivityCriteria;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.PodDecision.SeenContainer;
import io.gpunodeagent.core.policy.PolicyMemory;
import io.gpunodeagent.core.policy.PolicyMemory.Announced;
import io.gpunodeagent.core.policy.PolicyMemory.Clock;
import io.gpunodeagent.core.policy.PolicyMemory.Stretch;
import io.gpunodeagent.core.policy.PolicyMemory.WatchedPod;
import io.gpunodeagent.core.policy.PolicyMemory.WatchedShare;
import io.gpunodeagent.core.usage.ActivityThresholds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

  private PolicyJson() {}

  /** Writes the fields of an object. */
  static void write(PolicyMemory policies, JsonGenerator json) throws IOException {
    json.writeStringField("writtenAt", policies.writtenAt().toString());
    json.writeArrayFieldStart("pods");
    for (var pod : first(MOST_PODS, policies.pods())) {
      json.writeStartObject();
      pod(pod, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("shares");
    for (var share : first(MOST_PODS, policies.shares())) {
      json.writeStartObject();
      share(share, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("clocks");
    for (var clock : first(MOST_CLOCKS, policies.clocks())) {
      json.writeStartObject();
      criteria(clock.criteria(), json);
      json.writeObjectFieldStart("usage");
      UsageJson.write(clock.usage(), json);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void pod(WatchedPod pod, JsonGenerator json) throws IOException {
    judged(pod.uid(), pod.rule(), pod.containers(), json);
    if (pod.idleSince().isPresent()) {
      json.writeStringField("idleSince", pod.idleSince().get().toString());
    }
    json.writeArrayFieldStart("unproven");
    for (var stretch : first(MOST_STRETCHES, pod.unproven())) {
      json.writeStartObject();
      span(json, "agoNanos", stretch.ago());
      span(json, "lengthNanos", stretch.length());
      json.writeEndObject();
    }
    json.writeEndArray();
    announced(pod.announced(), json);
  }

  private static void share(WatchedShare share, JsonGenerator json) throws IOException {
    judged(share.uid(), share.rule(), share.containers(), json);
    span(json, "lastingNanos", share.lasting());
    span(json, "unknownNanos", share.unknown());
    announced(share.announced(), json);
  }

  private static void judged(
      String uid, String rule, List<SeenContainer> containers, JsonGenerator json)
      throws IOException {
    json.writeStringField("uid", uid);
    json.writeStringField("rule", rule);
    json.writeArrayFieldStart("containers");
    for (var container : first(MOST_CONTAINERS, containers)) {
      json.writeStartObject();
      json.writeStringField("name", container.name());
      if (container.id().isPresent()) {
        json.writeStringField("id", container.id().get());
      }
      if (container.restarts().isPresent()) {
        json.writeNumberField("restarts", container.restarts().getAsInt());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void announced(Optional<Announced> announced, JsonGenerator json)
      throws IOException {
    if (announced.isPresent()) {
      json.writeObjectFieldStart("announced");
      json.writeStringField("at", announced.get().at().toString());
      span(json, "promisedNanos", announced.get().promised());
      span(json, "servedNanos", announced.get().served());
      span(json, "lostNanos", announced.get().lost());
      json.writeEndObject();
    }
  }

  private static void criteria(ActivityCriteria criteria, JsonGenerator json) throws IOException {
    var thresholds = criteria.thresholds();
    json.writeNumberField("smPercent", thresholds.smPercent());
    json.writeNumberField("memoryBandwidthPercent", thresholds.memoryBandwidthPercent());
    json.writeNumberField("energyAboveIdleWatts", thresholds.energyAboveIdleWatts());
    json.writeNumberField("trafficMibPerSecond", thresholds.trafficMibPerSecond());
    json.writeNumberField("codecPercent", thresholds.codecPercent());
    span(json, "warmUpNanos", criteria.warmUp());
    span(json, "windowNanos", criteria.window());
  }

  private static void span(JsonGenerator json, String name, Duration span) throws IOException {
    json.writeNumberField(name, Math.max(0, span.toNanos()));
  }

  private static <T> List<T> first(int most, List<T> all) {
    return all.subList(0, Math.min(most, all.size()));
  }

  /** What was written. */
  static PolicyMemory read(String bootId, Fields policies) throws UnusableException {
    var pods = new ArrayList<WatchedPod>();
    for (var fields : policies.list("pods", MOST_PODS)) {
      pods.add(pod(fields));
    }
    var shares = new ArrayList<WatchedShare>();
    for (var fields : policies.list("shares", MOST_PODS)) {
      shares.add(share(fields));
    }
    var clocks = new ArrayList<Clock>();
    for (var fields : policies.list("clocks", MOST_CLOCKS)) {
      clocks.add(new Clock(criteria(fields), UsageJson.read(bootId, fields.object("usage"))));
      fields.end();
    }
    var memory = new PolicyMemory(bootId, policies.instant("writtenAt"), pods, shares, clocks);
    policies.end();
    return memory;
  }

  private static WatchedPod pod(Fields fields) throws UnusableException {
    var unproven = new ArrayList<Stretch>();
    for (var stretch : fields.list("unproven", MOST_STRETCHES)) {
      unproven.add(new Stretch(stretch.span("agoNanos"), stretch.span("lengthNanos")));
      stretch.end();
    }
    var pod =
        new WatchedPod(
            fields.text("uid"),
            fields.text("rule"),
            containers(fields),
            fields.instantIfAny("idleSince"),
            unproven,
            announced(fields));
    fields.end();
    return pod;
  }

  private static WatchedShare share(Fields fields) throws UnusableException {
    var share =
        new WatchedShare(
            fields.text("uid"),
            fields.text("rule"),
            containers(fields),
            fields.span("lastingNanos"),
            fields.span("unknownNanos"),
            announced(fields));
    fields.end();
    return share;
  }

  private static List<SeenContainer> containers(Fields fields) throws UnusableException {
    var containers = new ArrayList<SeenContainer>();
    for (var container : fields.list("containers", MOST_CONTAINERS)) {
      var restarts = container.countIfAny("restarts");
      containers.add(
          new SeenContainer(
              container.text("name"),
              container.textIfAny("id"),
              restarts.isPresent()
                  ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, restarts.getAsLong()))
                  : OptionalInt.empty()));
      container.end();
    }
    return containers;
  }

  private static Optional<Announced> announced(Fields fields) throws UnusableException {
    var found = fields.objectIfAny("announced");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var inner = found.get();
    var announced =
        new Announced(
            inner.instant("at"),
            inner.span("promisedNanos"),
            inner.span("servedNanos"),
            inner.span("lostNanos"));
    inner.end();
    return Optional.of(announced);
  }

  private static ActivityCriteria criteria(Fields fields) throws UnusableException {
    return new ActivityCriteria(
        new ActivityThresholds(
            fields.amount("smPercent"),
            fields.amount("memoryBandwidthPercent"),
            fields.amount("energyAboveIdleWatts"),
            fields.amount("trafficMibPerSecond"),
            fields.amount("codecPercent")),
        fields.span("warmUpNanos"),
        fields.span("windowNanos"));
  }

  /** Writes the elements of a list. */
  static void write(EvictionMemory evictions, JsonGenerator json) throws IOException {
    for (var past : first(MOST_EVICTIONS, evictions.evictions())) {
      json.writeStartObject();
      json.writeStringField("podUid", past.podUid());
      json.writeStringField("at", past.at().toString());
      json.writeEndObject();
    }
  }

  /** What was written. */
  static EvictionMemory readEvictions(Fields memory) throws UnusableException {
    var evictions = new ArrayList<EvictionMemory.Past>();
    for (var fields : memory.list("evictions", MOST_EVICTIONS)) {
      evictions.add(new EvictionMemory.Past(fields.text("podUid"), fields.instant("at")));
      fields.end();
    }
    return new EvictionMemory(evictions);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.policy.decision.Annotations;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.NextStep;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.state.NodeState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the rules say of each pod: how far it is, what comes next, and why. */
public final class DecisionsJson {

  private DecisionsJson() {}

  /** One object a pod and rule. */
  public static List<JsonObject> of(NodeState state) {
    var now = state.node().takenAt();
    return state.policies().decisions().stream().map(one -> decision(one, now)).toList();
  }

  /** Pods that hold devices and that no rule may touch, whether one is for them or not. */
  public static List<JsonObject> untouchable(NodeState state) {
    return state.policies().untouchable().entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(PodRef::namespace).thenComparing(PodRef::name)))
        .map(entry -> pod(entry.getKey()).put("exclusions", exclusions(entry.getValue())))
        .toList();
  }

  private static JsonObject pod(PodRef pod) {
    return new JsonObject()
        .put("namespace", pod.namespace())
        .put("pod", pod.name())
        .put("podUid", pod.uid());
  }

  private static JsonObject decision(PodDecision decision, Instant now) {
    return pod(decision.pod())
        .put("kind", decision.kind())
        .put("rule", decision.rule())
        .put("dryRun", decision.dryRun())
        .put("wanted", decision.wanted())
        .put("granted", decision.granted())
        .put("exclusions", exclusions(decision.exclusions()))
        .put("stage", decision.stage())
        .put("verdict", decision.verdict())
        .put("idleSince", decision.idleSince())
        .put("nextStep", NextStep.after(decision, now).map(DecisionsJson::next))
        .put("reason", decision.evidence().text())
        .put("evidence", evidence(decision.evidence()))
        .put("exemptWith", Annotations.EXEMPT_UNTIL);
  }

  private static JsonObject next(NextStep step) {
    return new JsonObject()
        .put("action", step.action())
        .put("notBefore", step.notBefore())
        .put("waitsForProof", step.waitsForProof());
  }

  private static List<JsonObject> exclusions(Collection<Exclusion> exclusions) {
    return exclusions.stream()
        .sorted()
        .map(one -> new JsonObject().put("kind", one.label()).put("text", one.text()))
        .toList();
  }

  private static JsonObject evidence(VerdictEvidence evidence) {
    return switch (evidence) {
      case VerdictEvidence.Idle idle ->
          new JsonObject()
              .put("idleSeconds", NodeJson.seconds(idle.idle()))
              .put("neededSeconds", NodeJson.seconds(idle.needed()))
              .put("proven", idle.proven())
              .put("devices", idle.devices())
              .put("sources", List.copyOf(idle.sources()))
              .put("doubts", List.copyOf(idle.doubts()));
      case VerdictEvidence.TimeSlice slice ->
          new JsonObject()
              .put("violations", slice.violations().stream().map(DecisionsJson::violation).toList())
              .put("lastingSeconds", NodeJson.seconds(slice.lasting()))
              .put("graceSeconds", NodeJson.seconds(slice.grace()))
              .put("unknown", slice.unknown());
    };
  }

  private static JsonObject violation(VerdictEvidence.Violation violation) {
    return new JsonObject()
        .put("container", violation.allocation().container().container())
        .put("gpu", violation.allocation().device().gpuUuid())
        .put("limit", violation.limit())
        .put("allowed", violation.allowed())
        .put("actual", violation.actual())
        .put("entitlement", violation.entitlement());
  }
}

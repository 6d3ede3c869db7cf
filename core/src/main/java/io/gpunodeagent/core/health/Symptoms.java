// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Collects the symptoms of one GPU in one snapshot, the first of each cause. */
final class Symptoms {

  private final SequencedMap<Cause, Symptom> byCause = new LinkedHashMap<>();

  void state(FaultCause fault, String evidence) {
    add(fault.cause(), Symptom.state(evidence));
  }

  void stateWhen(boolean present, FaultCause fault, String evidence) {
    if (present) {
      state(fault, evidence);
    }
  }

  void event(FaultCause fault, long times, String evidence) {
    add(fault.cause(), Symptom.event(times, evidence));
  }

  void add(Cause cause, Symptom symptom) {
    byCause.putIfAbsent(cause, symptom);
  }

  boolean has(FaultCause fault) {
    return byCause.containsKey(fault.cause());
  }

  Map<Cause, Symptom> all() {
    return byCause;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

/**
 * A sign of a cause in one snapshot.
 *
 * @param event whether it is something that happened, not a state that lasts
 * @param times how often it happened since the last snapshot; 1 for a state
 * @param evidence what was read, one short line
 */
record Symptom(boolean event, long times, String evidence) {

  static Symptom state(String evidence) {
    return new Symptom(false, 1, evidence);
  }

  static Symptom event(long times, String evidence) {
    return new Symptom(true, times, evidence);
  }
}

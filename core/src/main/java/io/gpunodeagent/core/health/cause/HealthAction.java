// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import java.util.Locale;

/** What a person or a controller should do, from least to most disruptive. */
public enum HealthAction {
  /** Nothing. */
  NONE("nothing to do"),
  /** End and start the application that hit the error. */
  RESTART_APPLICATION("restart the application"),
  /** Another version of driver or firmware is needed. */
  UPDATE_SOFTWARE("update driver or firmware"),
  /** End the work that uses peer-to-peer access between GPUs. */
  DRAIN_PEER_TO_PEER("end the work that uses peer-to-peer access"),
  /** Recover the IMEX domain of the rack. */
  RECOVER_IMEX("recover the IMEX domain"),
  /** End the work on the GPU and reset it. */
  RESET_GPU("reset the GPU"),
  /** End the work on the GPU and reset the PCI bus it is on. */
  RESET_BUS("reset the PCI bus of the GPU"),
  /** Restart the whole machine. */
  RESTART_NODE("restart the node"),
  /** Take work off the node and have the hardware looked at or replaced. */
  DRAIN_AND_INSPECT("drain the node and inspect the hardware");

  private final String phrase;

  HealthAction(String phrase) {
    this.phrase = phrase;
  }

  /** What to do, as the end of a sentence. */
  public String phrase() {
    return phrase;
  }

  /** The lower-case name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

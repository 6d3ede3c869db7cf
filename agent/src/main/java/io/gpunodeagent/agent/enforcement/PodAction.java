// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import java.util.Locale;

/** What is done to pods. The lower-case name is a label value. */
public enum PodAction {
  /** Annotations say what is to come and when. */
  ANNOUNCE,
  /** An annotation says that it may be reclaimed. */
  MARK,
  /** Annotations are taken back. */
  WITHDRAW,
  /** An Event. */
  EVENT,
  /** An eviction. */
  EVICT;

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.util.Locale;

/** Why a setting that a rule asks for would do harm. The lower-case name is a label value. */
public enum SettingRefusal {
  MIG("the GPU is partitioned by MIG, or may be"),
  DRA("the GPU is given out through DRA, whose driver sets it"),
  REPLICAS("the GPU is given out in replicas, of which all but one would fail"),
  SEVERAL_HOLDERS("several containers hold the GPU, of which all but one would fail"),
  SHARING_UNKNOWN("how the GPU is given out is not known"),
  PLUGIN_SHARES("the device plugin is configured to share the GPU"),
  MPS("somebody else set exclusiveProcess, as the Multi-Process Service does");

  private final String text;

  SettingRefusal(String text) {
    this.text = text;
  }

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason in words. */
  public String text() {
    return text;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.plugin.PluginConfig;
import java.time.Duration;
import java.util.Optional;

/** What GPU Feature Discovery does without flags. */
public final class PlainLabels {

  /** With its timestamp, without the agent's aliases and hints. */
  public static final LabelsConfig CONFIG =
      new LabelsConfig(
          Owner.AUTO,
          Optional.empty(),
          PluginConfig.none(),
          true,
          false,
          false,
          Duration.ofMinutes(1));

  private PlainLabels() {}
}

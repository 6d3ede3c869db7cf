// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.value.ValueTypes.choice;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.integer;
import static io.gpunodeagent.agent.config.value.ValueTypes.pathOrOff;

import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.recorder.RecorderConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The sections about what the agent keeps and says of itself: {@code state}, {@code recorder} and
 * {@code log}.
 */
final class OwnSettings {

  private OwnSettings() {}

  /** What survives a restart, and where. */
  static PersistenceConfig persistence(Section root) {
    var state = root.section("state");
    return new PersistenceConfig(
        state.get(
            "file",
            pathOrOff(),
            Optional.of(Path.of("/var/lib/gpu-node-agent/state.json")),
            RESTART,
            "File in which totals, idle clocks, notices and the faults of GPUs survive a restart of"
                + " the agent in the same boot of the machine, or `off`. Its folder is not made:"
                + " without it nothing is kept. What is no such file is reported and not used; nor"
                + " are totals, idle clocks and notices older than a day. A simulation keeps"
                + " nothing unless this is set."),
        state.get(
            "period",
            duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            Duration.ofSeconds(30),
            RESTART,
            "How often `state.file` is written while something changes: what a kill of the agent"
                + " may cost. At a normal end it is written too."));
  }

  /** What is recorded around faults, and where. */
  static RecorderConfig recorder(Section root) {
    var recorder = root.section("recorder");
    return new RecorderConfig(
        recorder.get(
            "directory",
            pathOrOff(),
            Optional.empty(),
            RESTART,
            "Folder in which the node is recorded around an XID, a lost GPU, a stall of sampling"
                + " and an eviction by the agent: five minutes before and two after"
                + " ([recorder](recorder.md)), or `off`. It is made, readable by the agent's user"
                + " alone, if the folder above it is there. Other files in it are left alone."),
        recorder.get(
            "maxBytes",
            integer(1_048_576, 999_999_999),
            64 * 1024 * 1024,
            RESTART,
            "Bytes of all recordings together; the oldest go for a new one. There are never more"
                + " than 200."));
  }

  /** What the agent logs. */
  static LogConfig log(Section root) {
    var log = root.section("log");
    return new LogConfig(
        log.get(
            "level",
            choice(LogConfig.Level.class),
            LogConfig.Level.INFO,
            LIVE,
            "The least severe line that is written. Audit lines are written at every level."),
        log.get(
            "format",
            choice(LogConfig.Format.class),
            LogConfig.Format.TEXT,
            LIVE,
            "One line of text, or one JSON object a line."));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.top.OwnReadings;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.json.AgentFacts;
import java.time.Duration;
import java.util.TreeMap;

/** One state of the node, for the commands that show who holds what. */
final class OneState {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private OneState() {}

  /** What the API would say of the process itself. */
  static AgentFacts facts(Outcome.Valid valid, Options options) {
    var config = valid.config();
    return new AgentFacts(
        config.metrics().hostname(),
        options.around().version(),
        config.sampling().period(),
        config.policies(),
        new TreeMap<>());
  }

  /** The state of the running agent, or of one reading where none runs. */
  static ShownState of(Outcome.Valid valid, Options options, AgentOptions agent)
      throws InterruptedException {
    if (!agent.asks(valid, options)) {
      try (var preview = options.preview(valid)) {
        return OwnReadings.shown(OneReading.attributed(preview), facts(valid, options));
      }
    }
    try (var stream = agent.stream(valid, options)) {
      return stream
          .first(PATIENCE)
          .orElseThrow(
              () ->
                  new FaultException(
                      stream.trouble().orElse("the agent has said nothing in time")
                          + ": --direct reads the GPUs here"));
    }
  }
}

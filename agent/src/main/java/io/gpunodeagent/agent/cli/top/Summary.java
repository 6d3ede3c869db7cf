// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.DeviceState;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.overview.ShownState.Problem;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Style;
import java.util.List;

/** The two lines above everything: how the node is used, and what is wrong with it. */
final class Summary {

  private Summary() {}

  static List<Line> lines(ShownState node, Look look) {
    return List.of(use(node, look), wrong(node, look));
  }

  private static Line use(ShownState node, Look look) {
    var line = new Line(look).add(Style.STRONG, node.name());
    if (!node.answers()) {
      return line.add("  ").add(Style.BAD, node.versions());
    }
    int all = node.gpus().size();
    line.add("  ")
        .add(Style.STRONG, all + (all == 1 ? " GPU: " : " GPUs: "))
        .add(held(node, look))
        .add("  " + Figures.watts(node.powerMilliwatts()))
        .add("/" + Figures.watts(node.powerLimitMilliwatts()) + " W");
    return node.simulated() ? line.add("  ").add(Style.WARNING, "simulated") : line;
  }

  private static Line held(ShownState node, Look look) {
    if (!node.holdersUnknown().isEmpty()) {
      return new Line(look).add(Style.DIM, "holders not known, " + node.holdersUnknown());
    }
    return new Line(look)
        .add((node.held().isPresent() ? node.held().getAsLong() : "not known how many") + " held (")
        .add(count(node, DeviceState.ACTIVE, look))
        .add(", ")
        .add(count(node, DeviceState.IDLE, look))
        .add(", ")
        .add(count(node, DeviceState.UNKNOWN, look))
        .add("), ")
        .add(count(node, DeviceState.FREE, look));
  }

  private static Line count(ShownState node, DeviceState state, Look look) {
    long count = node.count(state);
    return new Line(look)
        .add(count == 0 ? Style.DIM : Figures.style(state), count + " " + state.label());
  }

  private static Line wrong(ShownState node, Look look) {
    var line = new Line(look);
    if (node.problems().isEmpty()) {
      return line.add(Style.GOOD, "nothing is wrong").add(Style.DIM, "  " + node.versions());
    }
    var count = node.problems().size();
    line.add(node.problems().getFirst().severe() ? Style.BAD : Style.WARNING, count + " wrong: ");
    for (int i = 0; i < count; i++) {
      Problem problem = node.problems().get(i);
      line.add(i == 0 ? "" : "; ")
          .add(problem.severe() ? Style.BAD : Style.WARNING, problem.text());
    }
    return line;
  }
}

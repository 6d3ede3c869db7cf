// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.terminal.LastLines;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Screen;
import io.gpunodeagent.agent.cli.top.LiveView;
import io.gpunodeagent.agent.cli.top.OwnReadings;
import io.gpunodeagent.agent.cli.top.TopFrame;
import io.gpunodeagent.agent.cli.top.TopSource;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.faults.FaultException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the node live, or once where nobody looks. */
@Command(
    name = "top",
    description = {
      "Shows the node live: GPUs, who holds them, what is idle and what comes next. It asks the"
          + " agent that runs here, and reads the GPUs itself where none does.",
      "The key ? lists the keys, q quits. Without a terminal: one picture, as text."
    })
final class TopCommand implements Callable<Integer> {

  private static final int WIDEST_TEXT = 160;

  private final Options options;

  @Option(names = "--once", description = "Write one picture as text, also to a terminal.")
  private boolean once;

  @Mixin private Drawing drawing = new Drawing();
  @Mixin private AgentOptions agent = new AgentOptions();

  TopCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var valid = options.loadWithWarnings();
    var around = options.around();
    var look = drawing.look(around);
    try {
      if (look.control() && !once) {
        live(valid, look);
      } else {
        around.out().print(TopFrame.text(OneState.of(valid, options, agent), WIDEST_TEXT, look));
      }
    } catch (IOException gone) {
      throw new FaultException("the terminal cannot be used: " + gone.getMessage());
    }
    return 0;
  }

  private void live(Outcome.Valid valid, Look look) throws IOException, InterruptedException {
    var around = options.around();
    var log = new LastLines();
    Options.quiet(valid, new PrintStream(log, true, StandardCharsets.UTF_8));
    try (var source = source(valid);
        var screen = new Screen(around.rawOut(), System.in)) {
      around.onSignal().accept(screen::restore);
      new LiveView(screen, look).run(source);
    } finally {
      options.quiet(valid);
      around.err().print(log);
    }
  }

  private TopSource source(Outcome.Valid valid) throws InterruptedException {
    return agent.asks(valid, options)
        ? agent.stream(valid, options)
        : OwnReadings.of(
            options.preview(valid), OneReading.attributed(), OneState.facts(valid, options));
  }
}

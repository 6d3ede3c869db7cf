package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.Screen;
import io.gpunodeagent.agent.cli.view.TopFrame;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.state.NodeState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** Shows the node live, or once where nobody looks. */
@Command(
    name = "top",
    description = "Shows the GPUs live; q ends it. Without a terminal: one picture.")
final class TopCommand implements Callable<Integer> {

  private static final Duration KEYS = Duration.ofMillis(100);

  private final Options options;

  TopCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    var valid = options.loadWithWarnings();
    var name = valid.config().metrics().hostname();
    var around = options.around();
    try (var preview = options.preview(valid)) {
      if (around.terminal()) {
        live(preview, name);
      } else {
        around.out().print(TopFrame.write(OneReading.attributed(preview), name));
      }
    } catch (IOException gone) {
      throw new FaultException("the terminal cannot be used: " + gone.getMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private void live(Preview preview, String name) throws IOException, InterruptedException {
    // Holds the newest state only: a slow terminal skips pictures, it does not lag behind.
    var newest = new ArrayBlockingQueue<NodeState>(1);
    try (var sampler =
            new Sampler(preview.sampling(), OneReading.attributed(), SamplerClock.system());
        var screen = new Screen(options.around().out())) {
      sampler.onPublish(
          snapshot -> {
            newest.poll();
            newest.offer(preview.state(snapshot));
          });
      sampler.start();
      show(screen, newest, name);
    }
  }

  private static void show(Screen screen, BlockingQueue<NodeState> newest, String name)
      throws IOException, InterruptedException {
    while (!screen.quitAsked()) {
      var state = newest.poll(KEYS.toMillis(), TimeUnit.MILLISECONDS);
      if (state == null) {
        continue;
      }
      switch (state.node().driver()) {
        case DriverState.Ready ready -> screen.draw(TopFrame.write(state, name));
        case DriverState.Unavailable away -> screen.draw(TopFrame.waiting(away));
      }
    }
  }
}

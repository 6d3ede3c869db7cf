package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplerClock;
import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** Shows the node live, or once where nobody looks. */
@Command(
    name = "top",
    description = "Shows the GPUs live; q ends it. Without a terminal: one picture.")
final class TopCommand implements Runnable {

  private static final Duration KEYS = Duration.ofMillis(100);

  private final Options options;

  TopCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    var config = options.load();
    var name = config.metrics().hostname();
    var around = options.around();
    if (!around.terminal()) {
      around.out().print(TopFrame.write(OneReading.take(config.sampling()), name));
      return;
    }
    // Holds the newest snapshot only: a slow terminal skips pictures, it does not lag behind.
    var newest = new ArrayBlockingQueue<NodeSnapshot>(1);
    try (var sampler =
            new Sampler(config.sampling(), OneReading.everything(), SamplerClock.system());
        var screen = new Screen(around.out())) {
      sampler.onPublish(
          snapshot -> {
            newest.poll();
            newest.offer(snapshot);
          });
      sampler.start();
      show(screen, newest, name);
    } catch (IOException gone) {
      throw new FaultException("the terminal cannot be used: " + gone.getMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void show(Screen screen, BlockingQueue<NodeSnapshot> newest, String name)
      throws IOException, InterruptedException {
    while (!screen.quitAsked()) {
      var node = newest.poll(KEYS.toMillis(), TimeUnit.MILLISECONDS);
      if (node == null) {
        continue;
      }
      switch (node.driver()) {
        case DriverState.Ready ready -> screen.draw(TopFrame.write(node, name));
        case DriverState.Unavailable away -> screen.draw(TopFrame.waiting(away));
      }
    }
  }
}

package io.gpunodeagent.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The kubelet, {@code /proc} and API server of a scenario in a process of their own, so that an
 * agent can be trained and measured without them: {@code SimulatedCluster SCENARIO CATALOGUE
 * FOLDER}. Prints {@code ready} and the node's name when they are there, and ends when its standard
 * input does.
 */
public final class SimulatedCluster {

  private SimulatedCluster() {}

  /** Plays it. */
  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[2]);
    var node =
        SimulatedNode.start(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            folder,
            InstantSource.system(),
            Instant.now());
    try (var playing = node.orElseThrow()) {
      System.out.println("ready " + playing.nodeName());
      while (System.in.read() >= 0) {
        // Until the end of the input.
      }
    }
  }
}

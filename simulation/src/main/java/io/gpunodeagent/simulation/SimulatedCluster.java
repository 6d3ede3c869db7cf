// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.spi.Play;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The kubelet, {@code /proc} and API server of a scenario in a process of their own, so that an
 * agent can be trained and measured without them: {@code SimulatedCluster SCENARIO CATALOGUE FOLDER
 * KEYS}. The API server is reached as from a pod too: over TLS, with the service account in {@code
 * FOLDER/serviceaccount} and the key in the PKCS #12 file KEYS, whose password is {@code
 * simulated}. Prints {@code ready}, the node's name and the port of TLS when they are there, and
 * ends when its standard input does.
 */
public final class SimulatedCluster {

  private SimulatedCluster() {}

  /** Plays it. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    var folder = Path.of(arguments[2]);
    var node =
        PlayedNode.start(
            new Play(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                folder,
                InstantSource.system(),
                Instant.now(),
                false));
    try (var playing = node.orElseThrow();
        var front =
            TlsFront.start(
                playing.apiPort(),
                Path.of(arguments[3]),
                "simulated".toCharArray(),
                folder.resolve("serviceaccount"))) {
      System.out.println("ready " + playing.nodeName() + " " + front.port());
      while (System.in.read() >= 0) {
        // Until the end of the input.
      }
    }
  }
}

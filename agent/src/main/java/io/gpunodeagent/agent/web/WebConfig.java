// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and to whom the agent answers.
 *
 * @param host address to listen on
 * @param port 0 to 65535, 0 for any free one
 * @param healthPort one more port that serves nothing but the health checks, plain; 0 for any free
 *     one, or empty for none
 * @param tls certificate files, or empty for plain HTTP
 * @param admission who is let in
 * @param bounds what clients may take
 */
public record WebConfig(
    String host,
    int port,
    Optional<Integer> healthPort,
    Optional<Tls> tls,
    Admission admission,
    Bounds bounds) {

  /**
   * PEM files, read again when they change.
   *
   * @param certificate the chain, the server's own first
   * @param key its private key, PKCS #8
   * @param clientCertificateAuthority whose clients are let in (mTLS), or empty for no client
   *     certificates
   */
  public record Tls(Path certificate, Path key, Optional<Path> clientCertificateAuthority) {}

  /**
   * What a request must carry in its {@code Authorization} header.
   *
   * @param basicAuth file of users, or empty for none
   * @param tokenReview whether a bearer token that the API server knows; excludes the other
   */
  public record Admission(Optional<Path> basicAuth, boolean tokenReview) {

    /** Everyone is let in. */
    public static Admission everyone() {
      return new Admission(Optional.empty(), false);
    }

    /** The users of a file. */
    public static Admission of(Path users) {
      return new Admission(Optional.of(users), false);
    }
  }

  /**
   * What clients may take.
   *
   * @param maxConnections TCP connections at a time, 1 to 100000; one more closes the longest idle
   * @param maxHeaderBytes size of a request's headers, 1 KiB to 1 MiB
   * @param idleTimeoutSeconds how long an idle connection is kept, 1 to 3600
   */
  public record Bounds(int maxConnections, int maxHeaderBytes, int idleTimeoutSeconds) {}

  /** The same on other ports. */
  WebConfig withPorts(int port, Optional<Integer> healthPort) {
    return new WebConfig(host, port, healthPort, tls, admission, bounds);
  }
}

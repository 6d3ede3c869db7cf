package io.gpunodeagent.agent.web;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and to whom the agent answers.
 *
 * @param host address to listen on
 * @param port 0 to 65535, 0 for any free one
 * @param tls certificate files, or empty for plain HTTP
 * @param basicAuth file of users, or empty for everyone
 * @param maxConnections TCP connections at a time, 1 to 100000
 * @param maxHeaderBytes size of a request's headers, 1 KiB to 1 MiB
 * @param idleTimeoutSeconds how long an idle connection is kept, 1 to 3600
 */
public record WebConfig(
    String host,
    int port,
    Optional<Tls> tls,
    Optional<Path> basicAuth,
    int maxConnections,
    int maxHeaderBytes,
    int idleTimeoutSeconds) {

  /**
   * PEM files, read again when they change.
   *
   * @param certificate the chain, the server's own first
   * @param key its private key, PKCS #8
   * @param clientCertificateAuthority whose clients are let in (mTLS), or empty for no client
   *     certificates
   */
  public record Tls(Path certificate, Path key, Optional<Path> clientCertificateAuthority) {}

  /** Port 9400 on every address, plain, with bounds. */
  public static WebConfig defaults() {
    return new WebConfig("0.0.0.0", 9400, Optional.empty(), Optional.empty(), 256, 16 * 1024, 60);
  }
}

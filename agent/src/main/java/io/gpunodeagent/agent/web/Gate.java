package io.gpunodeagent.agent.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * Who may see what.
 *
 * @param clientCertificate whether one is demanded
 * @param users whose password is demanded, or empty for everyone
 */
record Gate(boolean clientCertificate, Optional<BasicAuthenticator> users) {

  /** The refusal of a request to a protected path, or empty to let it pass. */
  Optional<Response> refusal(ServerRequest request) {
    if (clientCertificate && request.remotePeer().tlsCertificates().isEmpty()) {
      return Optional.of(
          Response.plain(403, "A client certificate of a known authority is needed."));
    }
    if (users.isPresent() && !users.get().admits(first(request))) {
      return Optional.of(
          Response.plain(401, "A user and a password are needed.")
              .with("WWW-Authenticate", "Basic realm=\"gpu-node-agent\", charset=\"UTF-8\""));
    }
    return Optional.empty();
  }

  private static Optional<String> first(ServerRequest request) {
    return request.headers().first(HeaderNames.AUTHORIZATION);
  }

  /** Whether {@code method} only reads. */
  static boolean reads(Method method) {
    return method.equals(Method.GET) || method.equals(Method.HEAD);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * Who may see what.
 *
 * @param clientCertificate whether one is demanded
 * @param users whose password is demanded, or empty for everyone
 * @param tokens who judges the token that is demanded, or empty for everyone
 */
record Gate(
    boolean clientCertificate,
    Optional<BasicAuthenticator> users,
    Optional<TokenAuthenticator> tokens) {

  /** The refusal of a request to a protected path, or empty to let it pass. */
  Optional<HttpAnswer> refusal(ServerRequest request) {
    if (clientCertificate && request.remotePeer().tlsCertificates().isEmpty()) {
      return Optional.of(
          HttpAnswer.plain(403, "A client certificate of a known authority is needed."));
    }
    var unknownUser = users.map(known -> known.judge(first(request))).flatMap(Gate::refusal);
    if (unknownUser.isPresent()) {
      return unknownUser;
    }
    var url = reviewed(request.path().path());
    return tokens.flatMap(known -> refusal(known.judge(first(request), url), url));
  }

  /**
   * The non-resource URL that a token's user must be allowed to get. Below {@code /api} it has the
   * agent's name before it: the API server has paths of its own there, which the role {@code
   * system:discovery} lets every account get.
   */
  static String reviewed(String path) {
    return path.startsWith("/api") ? "/" + RunningAgent.NAME + path : path;
  }

  private static Optional<HttpAnswer> refusal(BasicAuthenticator.Verdict verdict) {
    return switch (verdict) {
      case ADMITTED -> Optional.empty();
      case REFUSED ->
          Optional.of(
              HttpAnswer.plain(401, "A user and a password are needed.")
                  .with("WWW-Authenticate", "Basic realm=\"gpu-node-agent\", charset=\"UTF-8\""));
      case BUSY ->
          Optional.of(
              HttpAnswer.plain(503, "Too many passwords are being checked; try again.")
                  .with("Retry-After", "5"));
    };
  }

  private static Optional<HttpAnswer> refusal(TokenJudge.Verdict verdict, String url) {
    return switch (verdict) {
      case ADMITTED -> Optional.empty();
      case UNKNOWN ->
          Optional.of(
              HttpAnswer.plain(401, "A bearer token that the API server knows is needed.")
                  .with("WWW-Authenticate", "Bearer realm=\"gpu-node-agent\""));
      case FORBIDDEN ->
          Optional.of(
              HttpAnswer.plain(
                  403,
                  "The token's user may not get "
                      + url
                      + ": grant it by RBAC, nonResourceURLs ["
                      + url
                      + "], verbs [get]."));
      case UNDECIDED ->
          Optional.of(
              HttpAnswer.plain(503, "The API server cannot be asked about the token; try again.")
                  .with("Retry-After", "5"));
    };
  }

  private static Optional<String> first(ServerRequest request) {
    return request.headers().first(HeaderNames.AUTHORIZATION);
  }

  /** Whether {@code method} only reads. */
  static boolean reads(Method method) {
    return method.equals(Method.GET) || method.equals(Method.HEAD);
  }
}

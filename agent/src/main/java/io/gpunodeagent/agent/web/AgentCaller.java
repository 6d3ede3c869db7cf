// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.login.Login;
import io.gpunodeagent.agent.login.SecretFile;
import io.gpunodeagent.agent.tls.ClientCertificate;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who asks the agent that runs here.
 *
 * @param login credentials that somebody named; they go with every request
 * @param podToken token of the pod's service account: sent only when nobody named credentials, the
 *     agent demands a token, and nobody else on the network can read it
 * @param certificate shown when the agent asks for one
 */
public record AgentCaller(
    Login login, Optional<Path> podToken, Optional<ClientCertificate> certificate) {

  /** How the pod's token is named in messages. */
  private static final String POD = "the pod's service account";

  /** What goes with a request, and how messages name it. */
  record Credentials(String authorization, String name) {}

  /** Those that somebody named. */
  Optional<Credentials> named() {
    return login
        .authorization()
        .map(value -> new Credentials(value, login.named().orElse("the credentials")));
  }

  /** The pod's own; empty when its file is not there or cannot be read. */
  Optional<Credentials> ofPod() {
    try {
      return podToken.map(
          file -> new Credentials(Login.bearer(SecretFile.read("the pod's token", file)), POD));
    } catch (FaultException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Whether what is sent to the agent of {@code config} can be read by nobody else on the network:
   * by TLS, or because it does not leave the machine.
   */
  static boolean isPrivate(WebConfig config) throws SetupException {
    return config.tls().isPresent() || AgentConnection.host(config).isLoopbackAddress();
  }

  /** What to say before named credentials cross the network unencrypted; empty if they do not. */
  public Optional<String> warning(WebConfig config) {
    try {
      return isPrivate(config)
          ? Optional.empty()
          : login
              .named()
              .map(
                  name ->
                      name
                          + ": goes unencrypted to "
                          + config.host()
                          + ":"
                          + config.port()
                          + ", which is no loopback address: set web.tls, or ask from inside the"
                          + " pod");
    } catch (SetupException unresolved) {
      return Optional.empty(); // nothing is sent either, and the request says why
    }
  }
}

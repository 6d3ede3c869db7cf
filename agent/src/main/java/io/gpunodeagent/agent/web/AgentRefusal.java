// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.json.HttpErrors;
import io.gpunodeagent.agent.web.AgentCaller.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer of an agent that does not let its client in.
 *
 * @param status of HTTP
 * @param scheme of the credentials that it demands, in lower case; empty text for none
 * @param message its own words; empty text when it says nothing
 */
record AgentRefusal(int status, String scheme, String message) {

  private static final int LONGEST_BODY = 4_096;
  private static final int UNKNOWN = 401;
  private static final int FORBIDDEN = 403;

  /** What {@code connection} answered. */
  static AgentRefusal of(HttpURLConnection connection) throws IOException {
    var demanded = Optional.ofNullable(connection.getHeaderField("WWW-Authenticate")).orElse("");
    return new AgentRefusal(
        connection.getResponseCode(),
        demanded.split(" ", 2)[0].toLowerCase(Locale.ROOT),
        message(connection.getErrorStream()));
  }

  /** Whether it is about who asks, and not about the agent's own state. */
  boolean forGood() {
    return status == UNKNOWN || status == FORBIDDEN;
  }

  /** Whether it would let in somebody with a token. */
  boolean demandsToken() {
    return status == UNKNOWN && scheme.equals("bearer");
  }

  /**
   * Why, and what lets the client in.
   *
   * @param sent with the request
   * @param withheld why the pod's token was not sent; empty text when there is no reason to say
   */
  String reason(String path, Optional<Credentials> sent, String withheld) {
    var answers = "the agent answers " + status + ": ";
    if (status == UNKNOWN && sent.isPresent()) {
      return answers + "it does not know the credentials of " + sent.get().name();
    }
    if (demandsToken()) {
      return answers + "it wants a bearer token" + withheld + ": give --token-file";
    }
    if (status == UNKNOWN) {
      return answers + "it wants a user: give --user and --password-file";
    }
    if (status == FORBIDDEN && sent.isPresent() && message.contains("nonResourceURLs")) {
      return answers
          + sent.get().name()
          + " may not get "
          + Gate.reviewed(path)
          + ": bind the account to the ClusterRole gpu-node-agent-api-reader, or give --token-file"
          + " of one that is";
    }
    if (status == FORBIDDEN) {
      return answers
          + (message.isEmpty() ? "" : message + " ")
          + "Give --client-certificate and --client-key";
    }
    return answers + (message.isEmpty() ? "it gives no reason" : message);
  }

  private static String message(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      return HttpErrors.message(body.readNBytes(LONGEST_BODY));
    }
  }
}

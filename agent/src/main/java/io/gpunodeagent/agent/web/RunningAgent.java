// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.web.AgentCaller.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Asks what listens where an agent would, and whether it is one. */
public final class RunningAgent {

  /** What is there. */
  public enum Answer {
    /** An agent whose health checks all hold. */
    UP,
    /** An agent of which one does not. */
    DOWN,
    /** Nothing, or something else. */
    ABSENT
  }

  /** What every answer of an agent carries as its {@code Server}. */
  static final String NAME = "gpu-node-agent";

  /** Twice the time between signs of life of a stream. */
  private static final int READ_MILLIS = 30_000;

  private static final int OK = 200;

  private RunningAgent() {}

  /** What came of asking for a path. */
  public sealed interface Reply {

    /**
     * The agent answers.
     *
     * @param stream of the answer; a read waits for 30 s at most
     * @param end hangs up, also while somebody reads
     */
    record Body(InputStream stream, Runnable end) implements Reply {}

    /**
     * The agent does not let its client in, or has no answer.
     *
     * @param reason in one line, with what lets the client in
     * @param forGood whether the same credentials are refused again
     */
    record Refused(String reason, boolean forGood) implements Reply {}

    /** No agent is there. */
    record Silent(String reason) implements Reply {}
  }

  /**
   * Asks for {@code path} on the agent's port.
   *
   * @throws FaultException when a file of credentials that somebody named cannot be used
   */
  public static Reply get(WebConfig config, AgentCaller caller, String path) {
    try {
      return new Guarded(config, caller, path).reply();
    } catch (SetupException | GeneralSecurityException | IOException unanswered) {
      return new Reply.Silent(String.valueOf(unanswered.getMessage()));
    }
  }

  /** A path that may need credentials. */
  private record Guarded(WebConfig config, AgentCaller caller, String path) {

    Reply reply() throws SetupException, GeneralSecurityException, IOException {
      var named = caller.named();
      var connection = ask(named);
      if (!isAgent(connection)) {
        connection.disconnect();
        return new Reply.Silent("something else listens on port " + config.port());
      }
      if (connection.getResponseCode() == OK) {
        return body(connection);
      }
      var refusal = refusal(connection);
      return named.isEmpty() && refusal.demandsToken()
          ? replyToPod(refusal)
          : refused(refusal, named, "");
    }

    private Reply refused(AgentRefusal by, Optional<Credentials> sent, String withheld) {
      return new Reply.Refused(by.reason(path, sent, withheld), by.forGood());
    }

    /** The same with the token of the pod, where it can be sent. */
    private Reply replyToPod(AgentRefusal first)
        throws SetupException, GeneralSecurityException, IOException {
      var pod = caller.ofPod();
      if (pod.isPresent() && !AgentCaller.isPrivate(config)) {
        var withheld = ", and the pod's own is not sent unencrypted to " + config.host();
        return refused(first, Optional.empty(), withheld);
      }
      if (pod.isEmpty()) {
        return refused(first, pod, "");
      }
      var connection = ask(pod);
      return connection.getResponseCode() == OK && isAgent(connection)
          ? body(connection)
          : refused(refusal(connection), pod, "");
    }

    private HttpURLConnection ask(Optional<Credentials> credentials)
        throws SetupException, GeneralSecurityException, IOException {
      var connection = AgentConnection.open(config, caller.certificate(), path);
      connection.setReadTimeout(READ_MILLIS);
      credentials.ifPresent(
          one -> connection.setRequestProperty("Authorization", one.authorization()));
      return connection;
    }

    private static Reply body(HttpURLConnection connection) throws IOException {
      return new Reply.Body(connection.getInputStream(), connection::disconnect);
    }

    private static AgentRefusal refusal(HttpURLConnection connection) throws IOException {
      try {
        return AgentRefusal.of(connection);
      } finally {
        connection.disconnect();
      }
    }
  }

  /** Asks for {@code /health}, for a few seconds at most. */
  public static Answer ask(WebConfig config) {
    try {
      var connection = AgentConnection.ofHealth(config);
      try {
        int status = connection.getResponseCode();
        if (!isAgent(connection)) {
          return Answer.ABSENT;
        }
        return status == OK ? Answer.UP : Answer.DOWN;
      } finally {
        connection.disconnect();
      }
    } catch (SetupException | GeneralSecurityException | IOException unanswered) {
      return Answer.ABSENT;
    }
  }

  private static boolean isAgent(HttpURLConnection connection) throws IOException {
    connection.getResponseCode();
    return NAME.equals(connection.getHeaderField("Server"));
  }
}

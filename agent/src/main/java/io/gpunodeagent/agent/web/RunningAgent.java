package io.gpunodeagent.agent.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Asks what listens where an agent would whether it is one. */
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

  private static final int PATIENCE_MILLIS = 2_000;

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

    /** The agent answers that it does not. */
    record Refused(int status) implements Reply {}

    /** No agent is there. */
    record Silent(String reason) implements Reply {}
  }

  /** Asks for {@code path} on the agent's port. */
  public static Reply get(WebConfig config, String path) {
    try {
      var connection = open(config, config.port(), config.tls(), path);
      connection.setReadTimeout(READ_MILLIS);
      int status = connection.getResponseCode();
      if (!NAME.equals(connection.getHeaderField("Server"))) {
        connection.disconnect();
        return new Reply.Silent("something else listens on port " + config.port());
      }
      if (status == OK) {
        return new Reply.Body(connection.getInputStream(), connection::disconnect);
      }
      connection.disconnect();
      return new Reply.Refused(status);
    } catch (WebSetupException | GeneralSecurityException | IOException unanswered) {
      return new Reply.Silent(String.valueOf(unanswered.getMessage()));
    }
  }

  /** Asks for {@code /health}, for a few seconds at most. */
  public static Answer ask(WebConfig config) {
    // The port of the health checks alone, where there is one, needs no TLS.
    Optional<WebConfig.Tls> tls = config.healthPort().isPresent() ? Optional.empty() : config.tls();
    try {
      var connection = open(config, config.healthPort().orElse(config.port()), tls, "/health");
      try {
        int status = connection.getResponseCode();
        if (!NAME.equals(connection.getHeaderField("Server"))) {
          return Answer.ABSENT;
        }
        return status == OK ? Answer.UP : Answer.DOWN;
      } finally {
        connection.disconnect();
      }
    } catch (WebSetupException | GeneralSecurityException | IOException unanswered) {
      return Answer.ABSENT;
    }
  }

  private static HttpURLConnection open(
      WebConfig config, int port, Optional<WebConfig.Tls> tls, String path)
      throws WebSetupException, GeneralSecurityException, IOException {
    var address = ListenAddress.resolve(config);
    var host = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    var uri =
        URI.create(
            "%s://%s:%d%s".formatted(tls.isPresent() ? "https" : "http", text(host), port, path));
    URLConnection connection = uri.toURL().openConnection();
    if (connection instanceof HttpsURLConnection secure && tls.isPresent()) {
      secure.setSSLSocketFactory(trusting(tls.get()));
      // The certificate is for the name that scrapers use, not for this address.
      secure.setHostnameVerifier((name, session) -> true);
    }
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    var opened = (HttpURLConnection) connection;
    opened.setInstanceFollowRedirects(false);
    return opened;
  }

  private static String text(InetAddress host) {
    var address = host.getHostAddress();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Takes the agent's own certificate, and no other's. */
  private static SSLSocketFactory trusting(WebConfig.Tls files)
      throws WebSetupException, GeneralSecurityException, IOException {
    var known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    for (var certificate : Pem.certificates("web.tls.certificate", files.certificate())) {
      known.setCertificateEntry(String.valueOf(known.size()), certificate);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.tls.ClientCertificate;
import io.gpunodeagent.agent.tls.ClientTls;
import io.gpunodeagent.agent.tls.Pem;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** Connections to the address where the agent of a configuration listens, past every proxy. */
final class AgentConnection {

  private static final int PATIENCE_MILLIS = 2_000;

  private AgentConnection() {}

  /** To {@code path} on the agent's port, with what a client certificate needs. */
  static HttpURLConnection open(WebConfig config, Optional<ClientCertificate> client, String path)
      throws SetupException, GeneralSecurityException, IOException {
    return open(config, config.port(), config.tls(), client, path);
  }

  /** To the health checks: their own port, where there is one, needs no TLS. */
  static HttpURLConnection ofHealth(WebConfig config)
      throws SetupException, GeneralSecurityException, IOException {
    Optional<WebConfig.Tls> tls = config.healthPort().isPresent() ? Optional.empty() : config.tls();
    int port = config.healthPort().orElse(config.port());
    return open(config, port, tls, Optional.empty(), "/health");
  }

  private static HttpURLConnection open(
      WebConfig config,
      int port,
      Optional<WebConfig.Tls> tls,
      Optional<ClientCertificate> client,
      String path)
      throws SetupException, GeneralSecurityException, IOException {
    var scheme = tls.isPresent() ? "https" : "http";
    var uri = URI.create("%s://%s:%d%s".formatted(scheme, text(host(config)), port, path));
    var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection secure && tls.isPresent()) {
      secure.setSSLSocketFactory(trusting(tls.get(), client));
      // The certificate is for the name that scrapers use, not for this address.
      secure.setHostnameVerifier((name, session) -> true);
    }
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setInstanceFollowRedirects(false);
    return connection;
  }

  /** The address to which the agent's clients on this machine connect. */
  static InetAddress host(WebConfig config) throws SetupException {
    var address = ListenAddress.resolve(config);
    return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
  }

  private static String text(InetAddress host) {
    var address = host.getHostAddress();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Takes the agent's own certificate, and no other's. */
  private static SSLSocketFactory trusting(WebConfig.Tls files, Optional<ClientCertificate> client)
      throws SetupException, GeneralSecurityException, IOException {
    var own = Pem.certificates("web.tls.certificate", files.certificate());
    return new ClientTls(own, client).context().getSocketFactory();
  }
}

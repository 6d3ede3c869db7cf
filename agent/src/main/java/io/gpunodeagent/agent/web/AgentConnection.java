// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Connections to the address where the agent of a configuration listens, past every proxy. */
final class AgentConnection {

  private static final int PATIENCE_MILLIS = 2_000;

  private AgentConnection() {}

  /** To {@code path} on the agent's port, with what a client certificate needs. */
  static HttpURLConnection open(WebConfig config, Optional<ClientCertificate> client, String path)
      throws WebSetupException, GeneralSecurityException, IOException {
    return open(config, config.port(), config.tls(), client, path);
  }

  /** To the health checks: their own port, where there is one, needs no TLS. */
  static HttpURLConnection ofHealth(WebConfig config)
      throws WebSetupException, GeneralSecurityException, IOException {
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
      throws WebSetupException, GeneralSecurityException, IOException {
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
  static InetAddress host(WebConfig config) throws WebSetupException {
    var address = ListenAddress.resolve(config);
    return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
  }

  private static String text(InetAddress host) {
    var address = host.getHostAddress();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Takes the agent's own certificate, and no other's. */
  private static SSLSocketFactory trusting(WebConfig.Tls files, Optional<ClientCertificate> client)
      throws WebSetupException, GeneralSecurityException, IOException {
    var known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    for (var certificate : Pem.certificates("web.tls.certificate", files.certificate())) {
      known.setCertificateEntry(String.valueOf(known.size()), certificate);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    var context = SSLContext.getInstance("TLS");
    var keys = client.isPresent() ? client.get().managers() : new KeyManager[0];
    context.init(keys, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}

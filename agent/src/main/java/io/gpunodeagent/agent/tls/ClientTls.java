// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a client believes of a server, and what it shows.
 *
 * @param trusted authorities, or the server's own certificate; none for the system's authorities
 * @param shown when the server asks for a certificate
 */
public record ClientTls(List<X509Certificate> trusted, Optional<ClientCertificate> shown) {

  public ClientTls {
    trusted = List.copyOf(trusted);
  }

  /** The TLS made of it. */
  public SSLContext context() throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    var keys = shown.isPresent() ? shown.get().managers() : new KeyManager[0];
    context.init(keys, trust(), null);
    return context;
  }

  private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
    if (trusted.isEmpty()) {
      return null;
    }
    var known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    for (var certificate : trusted) {
      known.setCertificateEntry(String.valueOf(known.size()), certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(known);
    return factory.getTrustManagers();
  }
}

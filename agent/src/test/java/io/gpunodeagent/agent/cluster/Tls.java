// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Both ends of connections to a test's API server.
 *
 * @param client trusts its authority only
 * @param server shows its certificate
 */
public record Tls(SSLContext client, SSLContext server) {

  /** Reads PEM files; the key is an EC one in PKCS #8. */
  public static Tls of(Path authority, Path certificate, Path key) {
    try {
      var trusted = store();
      trusted.setCertificateEntry("authority", certificate(authority));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var client = SSLContext.getInstance("TLS");
      client.init(null, trust.getTrustManagers(), null);

      var base64 = Files.readString(key).replaceAll("-----.*-----|\\s", "");
      var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
      var own = store();
      own.setKeyEntry(
          "server",
          KeyFactory.getInstance("EC").generatePrivate(spec),
          new char[0],
          new Certificate[] {certificate(certificate)});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      var server = SSLContext.getInstance("TLS");
      server.init(keys.getKeyManagers(), null, null);
      return new Tls(client, server);
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * What a client shows to an agent that demands a certificate.
 *
 * @param chain the client's own certificate first
 * @param key of that certificate
 */
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {

  public ClientCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * That of two PEM files, which the options {@code --client-certificate} and {@code --client-key}
   * name.
   *
   * @throws WebSetupException when one cannot be used
   */
  public static ClientCertificate read(Path certificate, Path key) throws WebSetupException {
    return new ClientCertificate(
        Pem.certificates("--client-certificate", certificate), Pem.privateKey("--client-key", key));
  }

  KeyManager[] managers() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var unprotected = new char[0];
    store.setKeyEntry("client", key, unprotected, chain.toArray(X509Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, unprotected);
    return factory.getKeyManagers();
  }
}

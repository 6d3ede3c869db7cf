// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.tls;

import io.gpunodeagent.agent.faults.SetupException;
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
 * What a client shows to a server that demands a certificate.
 *
 * @param chain the client's own certificate first
 * @param key of that certificate
 */
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {

  public ClientCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * That of two PEM files.
   *
   * @param certificateSetting option or key that names the first file, for messages
   * @param keySetting the same for the second
   * @throws SetupException when one cannot be used, or they do not belong together
   */
  public static ClientCertificate read(
      String certificateSetting, Path certificate, String keySetting, Path key)
      throws SetupException {
    var chain = Pem.certificates(certificateSetting, certificate);
    var secret = Pem.privateKey(keySetting, key);
    if (!Pem.belongTogether(secret, chain.getFirst().getPublicKey())) {
      throw new SetupException(
          keySetting,
          key,
          "is not the key of the first certificate in " + certificate,
          "put the client's own certificate first, or name its key");
    }
    return new ClientCertificate(chain, secret);
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

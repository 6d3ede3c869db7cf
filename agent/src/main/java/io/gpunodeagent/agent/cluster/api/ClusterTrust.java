// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import io.gpunodeagent.agent.files.BoundedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Trusts the authorities of a cluster and no others. fabric8 trusts all public ones beside them,
 * which no API server's certificate is from, and which take a megabyte of memory.
 */
final class ClusterTrust {

  private static final int LARGEST_BYTES = 4 << 20;

  private ClusterTrust() {}

  /**
   * Decides whether a server belongs to the cluster.
   *
   * @param authorities certificates, PEM
   * @throws ApiException when the file cannot be read or holds no certificate
   */
  static TrustManager[] managers(Path authorities) throws ApiException {
    try {
      var store = read(authorities);
      if (store.size() > 0) {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new ApiException(
          authorities
              + ": cannot be read as certificates ("
              + ApiException.reasonOf(e)
              + "): mount the cluster's ca.crt");
    }
    throw new ApiException(authorities + ": no certificate in it: mount the cluster's ca.crt");
  }

  private static KeyStore read(Path authorities) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var pem = new ByteArrayInputStream(BoundedFile.bytes(authorities, LARGEST_BYTES))) {
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + store.size(), one);
      }
    }
    return store;
  }
}

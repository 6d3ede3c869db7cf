// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which API server a pod trusts. */
class ClusterTrustTest {

  @TempDir private Path directory;

  @Test
  void theAuthoritiesOfTheClusterAndNoPublicOnesAreTrusted() throws Exception {
    var two = Stream.of(publicAuthorities()).limit(2).toArray(X509Certificate[]::new);
    var text = new StringBuilder();
    for (var one : two) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(one.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    var file = Files.writeString(directory.resolve("ca.crt"), text);

    assertThat(trusted(ClusterTrust.managers(file))).containsExactlyInAnyOrder(two);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
  void aFileWithoutCertificatesIsNamedInOneLine(String text) throws Exception {
    var file = Files.writeString(directory.resolve("ca.crt"), text);

    assertThatThrownBy(() -> ClusterTrust.managers(file))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageEndingWith(": mount the cluster's ca.crt")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
  }

  @Test
  void aMissingFileIsNamed() {
    var file = directory.resolve("ca.crt");

    assertThatThrownBy(() -> ClusterTrust.managers(file))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(file.toString());
  }

  private static X509Certificate[] publicAuthorities() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return trusted(factory.getTrustManagers());
  }

  private static X509Certificate[] trusted(TrustManager... managers) {
    return ((X509TrustManager) managers[0]).getAcceptedIssuers();
  }
}

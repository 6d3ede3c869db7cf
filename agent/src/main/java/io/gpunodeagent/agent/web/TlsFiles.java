// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.tls.Pem;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.nio.file.Path;
import java.time.Duration;

/** Makes Helidon's TLS settings from the files of the configuration. */
final class TlsFiles {

  private static final String CERTIFICATE = "web.tls.certificate";
  private static final String KEY = "web.tls.key";
  private static final String AUTHORITY = "web.tls.clientCertificateAuthority";

  /** A resumed session skips the check of the client's certificate; keep that short. */
  private static final Duration SESSION = Duration.ofMinutes(5);

  private TlsFiles() {}

  /**
   * Reads the files.
   *
   * <p>A client without a certificate passes the handshake; {@link Gate} turns it away everywhere
   * but at the health checks, since the kubelet's probes have none to show.
   */
  static Tls read(WebConfig.Tls files) throws SetupException {
    var chain = Pem.certificates(CERTIFICATE, files.certificate());
    var key = Pem.privateKey(KEY, files.key());
    if (!Pem.belongTogether(key, chain.getFirst().getPublicKey())) {
      throw new SetupException(
          KEY,
          files.key(),
          "is not the key of the first certificate in " + files.certificate(),
          "put the server's own certificate first, or name its key");
    }
    var builder = Tls.builder().privateKey(key).privateKeyCertChain(chain).sessionTimeout(SESSION);
    if (files.clientCertificateAuthority().isPresent()) {
      Path authority = files.clientCertificateAuthority().get();
      builder.trust(Pem.certificates(AUTHORITY, authority)).clientAuth(TlsClientAuth.OPTIONAL);
    } else {
      // No client is asked for a certificate; Helidon's reload fails unless something is trusted.
      builder.trust(chain);
    }
    return builder.build();
  }
}

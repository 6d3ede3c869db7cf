// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.tls.ClientCertificate;
import io.gpunodeagent.agent.tls.ClientTls;
import io.gpunodeagent.agent.tls.Pem;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The receiver of requests, with the files of the configuration read. Equal when nothing has
 * changed.
 *
 * @param address of requests
 * @param headers of each request: secrets
 * @param tls empty where requests go unencrypted
 */
record OtlpTarget(URI address, Map<String, String> headers, Optional<ClientTls> tls) {

  OtlpTarget {
    headers = Map.copyOf(headers);
  }

  /** Reads the files of {@code config}, which exports to {@code endpoint}. */
  static OtlpTarget read(URI endpoint, OtlpConfig config) throws SetupException {
    Map<String, String> headers =
        config.headersFile().isPresent() ? HeadersFile.read(config.headersFile().get()) : Map.of();
    var address = OtlpConfig.target(endpoint);
    return new OtlpTarget(
        address,
        headers,
        "https".equals(address.getScheme()) ? Optional.of(tls(config.tls())) : Optional.empty());
  }

  private static ClientTls tls(OtlpConfig.Tls files) throws SetupException {
    List<X509Certificate> authorities =
        files.authority().isPresent()
            ? Pem.certificates("otlp.tls.certificateAuthority", files.authority().get())
            : List.of();
    Optional<ClientCertificate> shown =
        files.certificate().isPresent() && files.key().isPresent()
            ? Optional.of(
                ClientCertificate.read(
                    "otlp.tls.certificate",
                    files.certificate().get(),
                    "otlp.tls.key",
                    files.key().get()))
            : Optional.empty();
    return new ClientTls(authorities, shown);
  }

  /** Without the headers' values. */
  @Override
  public String toString() {
    return address + " " + headers.keySet();
  }
}

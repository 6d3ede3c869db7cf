// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where metrics are sent, and how.
 *
 * @param endpoint base address of a collector; empty when nothing is exported
 * @param interval from one export to the next
 * @param timeout for one request; the interval, where that is shorter
 * @param names which names the metrics have
 * @param compression of requests
 * @param headersFile headers of each request; empty for none
 * @param tls for an endpoint with {@code https}
 */
public record OtlpConfig(
    Optional<URI> endpoint,
    Duration interval,
    Duration timeout,
    Names names,
    Compression compression,
    Optional<Path> headersFile,
    Tls tls) {

  private static final String PATH = "/v1/metrics";

  /** Which names the metrics have. */
  public enum Names {
    /** Those of {@code /metrics}. */
    DCGM,
    /** Those of OpenTelemetry's semantic conventions, where they have one. */
    SEMCONV
  }

  /** How requests are compressed. */
  public enum Compression {
    GZIP,
    NONE
  }

  /**
   * Files of TLS.
   *
   * @param authority file of the authorities to trust; empty for the system's authorities
   * @param certificate what to show to a server that asks for one, with {@code key}
   */
  public record Tls(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {}

  /** How long one request may take. */
  Duration patience() {
    return timeout.compareTo(interval) < 0 ? timeout : interval;
  }

  /** Whether an export asks for the conventions' names. */
  public boolean semanticNames() {
    return endpoint.isPresent() && names == Names.SEMCONV;
  }

  /** The address of requests: the protocol's path below {@code endpoint}, unless it ends in it. */
  static URI target(URI endpoint) {
    var text = endpoint.toString().replaceAll("/+$", "");
    return URI.create(text.endsWith(PATH) ? text : text + PATH);
  }
}

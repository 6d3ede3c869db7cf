// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.Setting.Kind.LIVE_FILE;
import static io.gpunodeagent.agent.config.value.ValueTypes.choice;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.httpAddress;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;

import io.gpunodeagent.agent.otlp.OtlpConfig;
import java.time.Duration;
import java.util.Optional;

/** The section {@code otlp}. */
final class OtlpSettings {

  private OtlpSettings() {}

  /** Where metrics are sent, and how. */
  static OtlpConfig read(Section root) {
    var otlp = root.section("otlp");
    return new OtlpConfig(
        otlp.get(
            "endpoint",
            httpAddress().orNone(),
            Optional.empty(),
            LIVE,
            "Base address of an OpenTelemetry collector, such as `http://collector:4318`. What"
                + " `/metrics` shows is then sent there too, by OTLP over HTTP"
                + " ([neighbours](integrations.md#opentelemetry)). `/v1/metrics` is put after it"
                + " unless it ends so. Without it nothing is sent."),
        otlp.get(
            "interval",
            duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            Duration.ofSeconds(30),
            LIVE,
            "From one export to the next. Each node begins at a moment of its own in it."),
        otlp.get(
            "timeout",
            duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
            Duration.ofSeconds(10),
            LIVE,
            "How long the collector may take to answer, and never longer than `otlp.interval`."),
        otlp.get(
            "names",
            choice(OtlpConfig.Names.class),
            OtlpConfig.Names.DCGM,
            LIVE,
            "`dcgm` sends the names and labels of `/metrics`. `semconv` sends names, units and"
                + " attributes of OpenTelemetry's semantic conventions where there are"
                + " [such](metrics.md#names-by-opentelemetrys-conventions), and the others as they"
                + " are."),
        otlp.get(
            "compression",
            choice(OtlpConfig.Compression.class),
            OtlpConfig.Compression.GZIP,
            LIVE,
            "Whether requests are compressed."),
        otlp.get(
            "headersFile",
            path().orNone(),
            Optional.empty(),
            LIVE_FILE,
            "File of headers for each request, one `name: value` a line, such as `authorization:"
                + " Bearer …`. The file's content is read again when it changes. Values are never"
                + " logged."),
        tls(otlp.section("tls")));
  }

  private static OtlpConfig.Tls tls(Section tls) {
    return new OtlpConfig.Tls(
        tls.get(
            "certificateAuthority",
            path().orNone(),
            Optional.empty(),
            LIVE_FILE,
            "PEM file of the authorities that are believed about the collector, in place of the"
                + " system's. The file's content is read again when it changes."),
        tls.get(
            "certificate",
            path().orNone(),
            Optional.empty(),
            LIVE_FILE,
            "PEM file of the certificate chain shown to a collector that asks for one, its own"
                + " first. The file's content is read again when it changes."),
        tls.get(
            "key",
            path().orNone(),
            Optional.empty(),
            LIVE_FILE,
            "PEM file of its private key, PKCS #8. The file's content is read again when it"
                + " changes."));
  }
}

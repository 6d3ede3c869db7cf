// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART_FILE;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.integer;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.seconds;
import static io.gpunodeagent.agent.config.value.ValueTypes.text;

import io.gpunodeagent.agent.web.WebConfig;
import java.time.Duration;
import java.util.Optional;

/** The section {@code web}. */
final class WebSettings {

  private WebSettings() {}

  /** Where and to whom the agent answers. */
  static WebConfig read(Section root) {
    var web = root.section("web");
    return new WebConfig(
        web.get("host", text(), "0.0.0.0", RESTART, "Address to listen on."),
        web.get("port", integer(0, 65_535), 9400, RESTART, "Port; 0 takes any free one."),
        web.get(
            "healthPort",
            integer(0, 65_535).orNone(),
            Optional.empty(),
            RESTART,
            "One more port that serves `/health` and nothing else, without TLS and to everyone; 0"
                + " takes any free one. `web.port` serves it all the same."),
        tls(web.section("tls")),
        new WebConfig.Admission(
            web.get(
                "basicAuth",
                path().orNone(),
                Optional.empty(),
                RESTART_FILE,
                "File of users, one `name:bcrypt` a line as `htpasswd -nbB name password` writes"
                    + " it. `/health` needs no user. The file's content is read again when it"
                    + " changes."),
            web.get(
                "tokenReview",
                bool(),
                false,
                RESTART,
                "Whether a bearer token is demanded that the API server knows (TokenReview) and"
                    + " whose user may `get` the path as a non-resource URL (SubjectAccessReview)."
                    + " A good answer holds for two minutes, a bad one for ten seconds; while the"
                    + " API server does not answer, no other token is let in. `/health` needs no"
                    + " token. Excludes `web.basicAuth`.")),
        bounds(web));
  }

  /** Neither file is of use without the other, which is a cross check. */
  private static Optional<WebConfig.Tls> tls(Section tls) {
    var certificate =
        tls.get(
            "certificate",
            path().orNone(),
            Optional.empty(),
            RESTART_FILE,
            "PEM file of the server's certificate chain, its own first. Turns TLS on. The file's"
                + " content is read again when it changes.");
    var key =
        tls.get(
            "key",
            path().orNone(),
            Optional.empty(),
            RESTART_FILE,
            "PEM file of the private key, PKCS #8. The file's content is read again when it"
                + " changes.");
    var authority =
        tls.get(
            "clientCertificateAuthority",
            path().orNone(),
            Optional.empty(),
            RESTART_FILE,
            "PEM file of the authorities whose clients are let in (mTLS). `/health` needs no client"
                + " certificate. The file's content is read again when it changes.");
    return certificate.flatMap(
        chain -> key.map(secret -> new WebConfig.Tls(chain, secret, authority)));
  }

  private static WebConfig.Bounds bounds(Section web) {
    return new WebConfig.Bounds(
        web.get(
            "maxConnections",
            integer(1, 100_000),
            256,
            RESTART,
            "TCP connections at a time; more wait to be accepted."),
        web.get(
            "maxHeaderBytes",
            integer(1_024, 1_048_576),
            16 * 1024,
            RESTART,
            "Size of a request's headers; larger ones are refused."),
        Math.toIntExact(
            web.get(
                    "idleTimeout",
                    seconds(Duration.ofSeconds(1), Duration.ofHours(1)),
                    Duration.ofMinutes(1),
                    RESTART,
                    "How long an idle connection is kept.")
                .toSeconds()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.otlp.OtlpAnswer;
import io.gpunodeagent.agent.otlp.OtlpConfig;
import io.gpunodeagent.agent.otlp.OtlpExporter;
import java.net.URI;

/** Whether a collector takes what the agent would send, asked with an empty request. */
public final class OtlpExamination {

  private static final String SUBJECT = "OTLP export";
  private static final String COST = "nothing is exported; /metrics is served all the same";

  private OtlpExamination() {}

  /** Whether the collector of {@code config} does, if there is one. */
  public static CheckResult of(OtlpConfig config, String version) throws InterruptedException {
    return config.endpoint().isPresent()
        ? of(config.endpoint().get(), config, version)
        : CheckResult.good(SUBJECT, "off");
  }

  private static CheckResult of(URI endpoint, OtlpConfig config, String version)
      throws InterruptedException {
    try {
      return switch (OtlpExporter.probe(endpoint, config, version)) {
        case OtlpAnswer.Accepted _ -> CheckResult.good(SUBJECT, endpoint + " takes requests");
        case OtlpAnswer.Unavailable(var _, var _, var reason) ->
            CheckResult.missing(
                SUBJECT,
                endpoint + ": " + reason,
                COST,
                "check otlp.endpoint, otlp.tls and the NetworkPolicy");
        case OtlpAnswer.Refused(var reason) ->
            CheckResult.missing(
                SUBJECT,
                endpoint + ": " + reason,
                COST,
                "check otlp.endpoint and otlp.headersFile");
      };
    } catch (SetupException unusable) {
      return CheckResult.missing(
          SUBJECT, unusable.getMessage(), "the agent does not start", "correct the file");
    }
  }
}

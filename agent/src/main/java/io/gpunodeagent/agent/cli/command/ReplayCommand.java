// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.ReplayJson;
import io.gpunodeagent.agent.cli.view.ReplayProgress;
import io.gpunodeagent.agent.cli.view.ReplayText;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.replay.prometheus.HistoryReplay;
import io.gpunodeagent.agent.replay.prometheus.PrometheusHistory;
import io.gpunodeagent.agent.replay.prometheus.PrometheusLogin;
import io.gpunodeagent.agent.replay.scenario.ScenarioReplay;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.ReplayReport;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays a recorded or simulated past through the rules of a configuration. */
@Command(
    name = "replay",
    description =
        "Plays a Prometheus' samples of DCGM's metrics, or a scenario, through the rules of a"
            + " configuration, and shows which pods would have been marked, when, why, and what"
            + " that would have freed.")
final class ReplayCommand implements Callable<Integer> {

  private enum Format {
    TEXT,
    JSON
  }

  /** What is played: one of both. */
  private static final class Played {

    @Option(
        names = "--scenario",
        paramLabel = "SCENARIO",
        description = "Play this from t = 0: a name of `simulations`, or a file. All rules count.")
    private @Nullable String scenario;

    @Option(
        names = "--prometheus",
        paramLabel = "URL",
        description = "Address of a Prometheus, such as http://prometheus:9090. Idle rules count.")
    private @Nullable URI prometheus;
  }

  private final Options options;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      required = true,
      description = "Configuration file whose policies are played.")
  private Path rules;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @ArgGroup(multiplicity = "1")
  private Played played;

  @Option(
      names = "--range",
      paramLabel = "RANGE",
      defaultValue = "24h",
      description =
          "A span such as 24h, or FROM/TO as in RFC 3339; 10m to 31d. A span ends now; that of a"
              + " scenario begins with 2026.")
  private String range = "24h";

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "Of a scenario: time between samples, 1s to 60s; 10s unless given.")
  private @Nullable String step;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "Take the series of this job only, where several export the same GPUs.")
  private @Nullable String job;

  @Mixin private PrometheusLogin login = new PrometheusLogin();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json, which has every decision's evidence.")
  private Format format = Format.TEXT;

  @Option(
      names = "--progress",
      description = "Say on standard error how far it is, also where that is no terminal.")
  private boolean progress;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  ReplayCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    options.refuseConfig(spec, "--rules names the configuration, so leave it out");
    options.refuseNvml(spec, "--scenario or --prometheus names what is played, so leave it out");
    var scenario = played.scenario;
    var prometheus = played.prometheus;
    if (scenario != null) {
      replay(scenario);
    } else if (prometheus != null) {
      replay(prometheus);
    }
    return ExitCode.OK;
  }

  private void replay(String scenario) throws InterruptedException {
    if (job != null || login.given()) {
      throw wrong(
          "--job, --token-file, --user, --password-file and --ca-file go with --prometheus");
    }
    var past = range(ScenarioReplay.range(range));
    var length = step == null ? Duration.ofSeconds(10) : length(step);
    var valid = configuration();
    if (valid.config().policies().idle().isEmpty()
        && valid.config().policies().timeSlice().isEmpty()) {
      throw noRule("policies");
    }
    var simulator = options.sources(Optional.of(rules), Map.of(), false).simulator();
    var progress = progress(past);
    var report = ScenarioReplay.run(valid, simulator, scenario, past, length, progress);
    progress.end();
    print(report, valid, past, List.of());
  }

  private Duration length(String text) {
    return ScenarioReplay.step(text)
        .orElseThrow(() -> wrong("--step " + text + ": no time such as 10s, of 1s to 60s"));
  }

  private void replay(URI prometheus) throws InterruptedException {
    if (step != null) {
      throw wrong(
          "--step goes with --scenario: samples of a Prometheus are as far apart as they are");
    }
    if (prometheus.getRawUserInfo() != null) {
      throw wrong("--prometheus: leave user and password out of it: give --user, --password-file");
    }
    if (prometheus.getHost() == null
        || !List.of("http", "https").contains(prometheus.getScheme())
        || prometheus.getRawQuery() != null
        || prometheus.getRawFragment() != null) {
      throw wrong("--prometheus " + prometheus + ": no address such as http://prometheus:9090");
    }
    login.check(spec, prometheus);
    var past = range(PastRange.parse(range, Instant.now()));
    var valid = configuration();
    if (valid.config().policies().idle().isEmpty()) {
      throw noRule("policies.idle");
    }
    var named = "--prometheus " + prometheus + (job == null ? "" : ", job " + job);
    try (var history =
        new PrometheusHistory(
            prometheus, Optional.ofNullable(job), login, PrometheusHistory.Limits.standard())) {
      var progress = progress(past);
      var report = new HistoryReplay(history, named, past).run(valid.config().policies(), progress);
      progress.end();
      print(report, valid, past, history.warnings());
    }
  }

  /** A person at a terminal is shown how far it is; a script only when it asks. */
  private ReplayProgress progress(PastRange past) {
    var around = options.around();
    boolean terminal = around.terminal();
    var out =
        terminal || progress
            ? around.rawErr()
            : new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new ReplayProgress(out, past, terminal, System::nanoTime);
  }

  private PastRange range(Optional<PastRange> past) {
    return past.orElseThrow(
        () ->
            wrong(
                "--range "
                    + range
                    + ": neither a span such as 24h nor FROM/TO as in RFC 3339,"
                    + " of ten minutes to 31 days"));
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private FaultException noRule(String key) {
    return new FaultException(
        rules + ": " + key + ": there is no rule to replay: write one, see docs/configuration.md");
  }

  private Outcome.Valid configuration() {
    var sources = options.sources(Optional.of(rules), Map.of(), false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> {
        options.quiet(valid);
        yield valid;
      }
      case Outcome.Invalid(var problems) -> throw Options.fault(problems);
    };
  }

  private void print(
      ReplayReport report, Outcome.Valid valid, PastRange past, List<String> warnings) {
    options
        .around()
        .out()
        .print(
            switch (format) {
              case TEXT -> ReplayText.write(report, valid.config().policies(), past, warnings);
              case JSON ->
                  ReplayJson.write(
                      report,
                      past,
                      valid.config().policies().budget().evictionsPerHour(),
                      warnings);
            });
  }
}

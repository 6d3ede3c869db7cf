package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Problem;
import io.gpunodeagent.agent.policy.PolicyRules;
import io.gpunodeagent.agent.replay.Figure;
import io.gpunodeagent.agent.replay.Frames;
import io.gpunodeagent.agent.replay.Labelling;
import io.gpunodeagent.agent.replay.Replay;
import io.gpunodeagent.agent.replay.Report;
import io.gpunodeagent.agent.replay.Screened;
import io.gpunodeagent.agent.replay.Series;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the past through the idle rules of a configuration. */
@Command(
    name = "replay",
    description = {
      "Plays a Prometheus' samples of DCGM's metrics through the idle rules of a configuration,",
      "and tells which pods would have been marked, when, why, and what that would have freed."
    })
final class ReplayCommand implements Callable<Integer> {

  /** As much as is held in memory at once. */
  private static final Duration WINDOW = Duration.ofHours(1);

  private enum Format {
    TEXT,
    JSON
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
  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "Address of a Prometheus, such as http://prometheus:9090.")
  private URI prometheus;

  @Option(
      names = "--range",
      paramLabel = "RANGE",
      defaultValue = "24h",
      description = "A span up to now such as 24h, or FROM/TO as in RFC 3339; 10m to 31d.")
  private String range = "24h";

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "Take the series of this job only, where several export the same GPUs.")
  private @Nullable String job;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json, which has every decision's evidence.")
  private Format format = Format.TEXT;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  ReplayCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var past =
        PastRange.parse(range, Instant.now())
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--range "
                            + range
                            + ": neither a span such as 24h nor FROM/TO as in RFC 3339,"
                            + " of ten minutes to 31 days"));
    if (prometheus.getHost() == null
        || !List.of("http", "https").contains(prometheus.getScheme())) {
      throw new ParameterException(
          spec.commandLine(),
          "--prometheus " + prometheus + ": no address such as http://prometheus:9090");
    }
    var policies = policies();
    var report = replayed(policies, past);
    options
        .around()
        .out()
        .print(
            switch (format) {
              case TEXT -> ReplayText.write(report, policies, past);
              case JSON -> ReplayJson.write(report, past);
            });
    return ExitCode.OK;
  }

  private PolicyRules policies() {
    var sources = options.sources(Optional.of(rules), Map.of(), false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> {
        options.quiet(valid);
        if (valid.config().policies().idle().isEmpty()) {
          throw new FaultException(
              rules
                  + ": policies.idle: there is no rule to replay: write one, see"
                  + " docs/configuration.md");
        }
        yield valid.config().policies();
      }
      case Outcome.Invalid(var problems) ->
          throw new FaultException(problems.stream().map(Problem::line).toList());
    };
  }

  private Report replayed(PolicyRules policies, PastRange past) throws InterruptedException {
    try (var history = new PrometheusHistory(prometheus, Optional.ofNullable(job))) {
      var known = history.labels(past.from(), past.to());
      if (known.isEmpty()) {
        throw new FaultException(
            "--prometheus "
                + prometheus
                + ": it has no series of DCGM in that range"
                + (job == null ? "" : " of job " + job)
                + ": check --range and --job");
      }
      var labelling = Labelling.of(known);
      var replay = new Replay(Screened.of(policies, labelling.productsKnown()));
      var from = past.from();
      while (from.isBefore(past.to())) {
        var to = from.plus(WINDOW).isAfter(past.to()) ? past.to() : from.plus(WINDOW);
        var series = new ArrayList<Series>();
        for (var figure : Figure.values()) {
          series.addAll(history.samples(figure, to, Duration.between(from, to)));
        }
        replay.take(Frames.of(series, labelling));
        from = to;
      }
      return replay.report();
    }
  }
}

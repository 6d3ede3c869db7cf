// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.api.Api;
import io.gpunodeagent.agent.cluster.reviews.TokenReviewer;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.LogConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.config.Values;
import io.gpunodeagent.agent.config.file.FileWatch;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.history.Chronicle;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.agent.memory.OldGeneration;
import io.gpunodeagent.agent.meters.Meters;
import io.gpunodeagent.agent.meters.ShapingMeters;
import io.gpunodeagent.agent.metrics.Exposition;
import io.gpunodeagent.agent.otlp.OtlpStatus;
import io.gpunodeagent.agent.processes.HpcJobFiles;
import io.gpunodeagent.agent.recorder.Recorder;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.agent.web.AgentServer;
import io.gpunodeagent.agent.web.NodeView;
import io.gpunodeagent.agent.web.WebConfig;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.sources.HpcJobs;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The running agent: pipeline, exposition and server wired together, and the one loop, which
 * follows the files that may change and has the Node follow the state.
 */
public final class Agent implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("agent");
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Backoff RESTART = new Backoff(LOOK, Duration.ofSeconds(10));

  private final Sources sources;
  private final InstantSource clock;
  private final Consumer<LogConfig> logging;
  private final Meters meters;
  private final Pipeline pipeline;
  private final Optional<HpcJobFiles> jobFiles;
  private final Exposition exposition;
  private final OtlpExport otlp;
  private final Chronicle chronicle;
  private final Optional<Recorder> recorder;
  private final AgentServer server;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Rehearsals rehearsals;
  private final OldGeneration heap = OldGeneration.ofThisProcess();
  private final Loop loop =
      Loop.Settings.standard().restart(RESTART).uninterrupted().loop("files", this::turn);
  private final FileWatch credentials;
  private final ShapingMeters shaping;
  private FileWatch settings;
  private volatile Outcome.Valid current;
  private volatile HpcJobs jobs = HpcJobs.none();

  private Agent(
      Sources sources,
      Outcome.Valid start,
      String version,
      InstantSource clock,
      Consumer<LogConfig> logging)
      throws StartException {
    this.sources = sources;
    this.clock = clock;
    this.logging = logging;
    current = start;
    var config = start.config();
    // Files are watched from before they are read: a change in between is then seen as one.
    settings = watchSettings();
    credentials = new FileWatch(AgentServer.files(config.web()), clock.instant());
    report(start);
    shaping =
        new ShapingMeters(
            DeviceEnforcement.config(start, sources).stateFile(),
            clock,
            () -> current.config().policies());
    pipeline = new Pipeline(start, sources, ReadingPlan.of(start), clock);
    chronicle =
        new Chronicle(
            pipeline.state(),
            pipeline.earlierEvents(),
            () -> current.config().sampling().period().multipliedBy(10));
    recorder = config.recorder().directory().map(folder -> recorder(folder, version));
    meters = meters();
    try {
      jobFiles = config.metrics().pods().hpcJobs().map(HpcJobFiles::new);
      readJobs();
      exposition =
          new Exposition(
              pipeline::state,
              () -> jobs,
              start.counters().selection(),
              config.metrics(),
              meters::collect);
      otlp = new OtlpExport(exposition, version);
      rehearsals = new Rehearsals(pipeline::state, exposition::rehearse);
      server = serve(version);
    } catch (StartException | RuntimeException | Error failure) {
      pipeline.close();
      meters.close();
      throw failure;
    }
  }

  /**
   * Starts sampling and serving.
   *
   * @param sources of the configuration, read again when its file changes
   * @param start what they say now
   * @param version of the agent
   * @param clock that tells how old files are
   * @param logging follows changes of the log's settings
   * @throws StartException when the server cannot listen or a file cannot be used
   */
  public static Agent start(
      Sources sources,
      Outcome.Valid start,
      String version,
      InstantSource clock,
      Consumer<LogConfig> logging)
      throws StartException {
    var agent = new Agent(sources, start, version, clock, logging);
    try {
      // What answers and what listens is there: only now something is to be answered.
      agent.recorder.ifPresent(Recorder::start);
      agent.pipeline.start();
      agent.export();
    } catch (StartException | RuntimeException | Error failure) {
      agent.close();
      throw failure;
    }
    return agent;
  }

  private Meters meters() {
    return new Meters(
        new Meters.Parts(
            Logging::dropped,
            LoopFailures::counts,
            pipeline::enforcement,
            shaping,
            pipeline.publishes() ? Optional.of(pipeline::publishing) : Optional.empty(),
            this::exported,
            recorder.map(one -> one::status)));
  }

  /** Asked at the earliest by a scrape, when all is made. */
  private Optional<OtlpStatus> exported() {
    return otlp.status();
  }

  private void export() throws StartException {
    try {
      otlp.follow(current.config());
    } catch (SetupException refused) {
      throw new StartException(refused.getMessage());
    }
  }

  private Recorder recorder(Path folder, String version) {
    var subject = new Recorder.Subject(chronicle, pipeline::state, () -> facts(version));
    long maxBytes = current.config().recorder().maxBytes();
    return new Recorder(folder, maxBytes, subject, clock, System::nanoTime);
  }

  private AgentServer serve(String version) throws StartException {
    var config = current.config();
    var folder = config.recorder().directory().map(RecordingFolder::new);
    var api = new Api(pipeline::state, () -> facts(version), chronicle, folder);
    pipeline.keepEvents(chronicle.events()::newestFirst);
    pipeline.onEviction(
        attempt -> {
          chronicle.take(attempt.event());
          recorder.ifPresent(one -> one.take(attempt));
        });
    pipeline.onPublish(
        state -> {
          var before = chronicle.latest();
          var events = chronicle.take(state);
          recorder.ifPresent(one -> one.take(before, state, events));
          api.published();
        });
    var view =
        new NodeView(exposition::scrape, api::answer, api, pipeline::state, pipeline.heartbeat());
    var judge = new ScrapeTokens(new TokenReviewer(config.sources().cluster()));
    warnOfOpenTokens(config.web());
    try {
      var started = AgentServer.start(config.web(), view, judge);
      LOG.log(
          Level.INFO,
          "started version={0} address={1} simulated={2} settings=\"{3}\"",
          version,
          (config.web().tls().isPresent() ? "https://" : "http://")
              + config.web().host()
              + ":"
              + started.port(),
          String.valueOf(config.sampling().simulated()),
          current.values().summary());
      return started;
    } catch (SetupException refused) {
      throw new StartException(refused.getMessage());
    }
  }

  private AgentFacts facts(String version) {
    var config = current.config();
    return new AgentFacts(
        config.metrics().hostname(),
        version,
        config.sampling().period(),
        config.policies(),
        pipeline.enforcement().problems());
  }

  private static void warnOfOpenTokens(WebConfig web) {
    var admission = web.admission();
    if (web.tls().isEmpty() && (admission.tokenReview() || admission.basicAuth().isPresent())) {
      LOG.log(
          Level.WARNING,
          "tokens and passwords come over the network in the clear; set web.tls.certificate");
    }
  }

  /** The port served on. */
  public int port() {
    return server.port();
  }

  /** Follows the files until {@link #close()}. */
  public void run() throws InterruptedException {
    loop.start();
    stopped.await();
  }

  private void turn() {
    loop.pause(LOOK);
    if (!loop.stopping()) {
      look();
      heap.look();
      rehearsals.look();
    }
  }

  /** Takes over what changed in the files, and has the Node follow. */
  void look() {
    pipeline.publish();
    readJobs();
    shaping.look();
    if (settings.changed(clock.instant())) {
      reload();
    }
    if (credentials.changed(clock.instant())) {
      reloadCredentials();
    }
  }

  /** A scheduler's prologue writes its files without a word; they are few and small. */
  private void readJobs() {
    jobFiles.ifPresent(files -> jobs = files.read());
  }

  private void reload() {
    switch (ConfigLoader.load(sources)) {
      case Outcome.Invalid(var problems) ->
          LOG.log(
              Level.ERROR,
              "configuration refused, the last good one stays problems={0} {1}",
              problems.size(),
              String.join("; ", Problem.lines(problems)));
      case Outcome.Valid next -> take(next);
    }
  }

  private void take(Outcome.Valid next) {
    report(next);
    var changes =
        Stream.concat(
                current.values().changesTo(next.values()).stream().map(Values.Change::line),
                rules(current.config().policies(), next.config().policies()))
            .toList();
    var config = next.config();
    logging.accept(config.log());
    pipeline.reconfigure(config, ReadingPlan.of(next));
    exposition.select(next.counters().selection(), config.metrics());
    current = next;
    settings = watchSettings();
    reexport();
    LOG.log(
        Level.INFO,
        "configuration reloaded {0}",
        changes.isEmpty() ? "files it names" : String.join(" ", changes));
  }

  private void reexport() {
    try {
      otlp.follow(current.config());
    } catch (SetupException refused) {
      LOG.log(
          Level.ERROR,
          "otlp headers or certificates refused, the old ones stay {0}",
          refused.getMessage());
    }
  }

  private static Stream<String> rules(PolicyRules before, PolicyRules after) {
    return Stream.of(
            before.idle().equals(after.idle())
                ? ""
                : "policies.idle=" + after.idle().size() + " rules",
            before.timeSlice().equals(after.timeSlice())
                ? ""
                : "policies.timeSlice=" + after.timeSlice().size() + " rules")
        .filter(line -> !line.isEmpty());
  }

  private void reloadCredentials() {
    try {
      server.reloadFiles();
      LOG.log(Level.INFO, "certificates and users reloaded");
    } catch (SetupException refused) {
      LOG.log(
          Level.ERROR,
          "certificates and users refused, the old ones stay {0}",
          refused.getMessage());
    }
  }

  private static void report(Outcome.Valid valid) {
    valid.warnings().forEach(warning -> LOG.log(Level.WARNING, "ignored {0}", warning.line()));
    Stream.of(valid.counters().malformed(), valid.counters().warnings())
        .flatMap(List::stream)
        .forEach(line -> LOG.log(Level.WARNING, "counters file {0}", line.line()));
  }

  private FileWatch watchSettings() {
    var files = new ArrayList<Path>();
    sources.file().ifPresent(files::add);
    files.addAll(current.liveFiles());
    return new FileWatch(List.copyOf(files), clock.instant());
  }

  /** Stops serving, then sampling; waits some six seconds at most. */
  @Override
  public void close() {
    if (stopped.getCount() > 0) {
      stopped.countDown();
      loop.close();
      server.close();
      otlp.flush();
      recorder.ifPresent(Recorder::close);
      pipeline.close();
      meters.close();
      LOG.log(Level.INFO, "stopped");
    }
  }
}

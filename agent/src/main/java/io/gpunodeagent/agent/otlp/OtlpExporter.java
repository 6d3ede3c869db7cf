// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Accepted;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Refused;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Unavailable;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.backoff.NodeShare;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Exports at an interval, on a thread of its own: nobody waits for it. What cannot be sent waits in
 * a queue of bounded length and is sent again, in order, with growing delays.
 */
public final class OtlpExporter implements AutoCloseable {

  /** How long the end of the agent waits for the last request. */
  static final Duration FLUSH = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger("otlp");
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** The interval's next request is not to wait longer for earlier ones. */
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(1);

  /** A receiver that always rejects something is complained of so often. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final String SENDING = "sending";

  private final OtlpConfig config;
  private final OtlpTarget target;
  private final OtlpClient client;
  private final Supplier<OtlpBatch> source;
  private final OtlpQueue queue;
  private final Retries retries;
  private final OngoingProblems problems = new OngoingProblems();
  private final Loop loop;
  private Duration next;
  private Duration complainAgain;
  private volatile boolean flushing;

  /**
   * What an exporter works for.
   *
   * @param version of the agent
   * @param share spreads the nodes of a cluster over the interval, and over retries
   * @param source the next request; called on the exporter's thread
   * @param queue where requests wait
   */
  public record Owner(
      String version, NodeShare share, Supplier<OtlpBatch> source, OtlpQueue queue) {}

  private OtlpExporter(OtlpConfig config, OtlpTarget target, OtlpClient client, Owner owner) {
    this.config = config;
    this.target = target;
    this.client = client;
    source = owner.source();
    queue = owner.queue();
    retries = new Retries(new Backoff(FIRST_DELAY, LONGEST_DELAY, owner.share()));
    next = now().plusMillis((long) (config.interval().toMillis() * owner.share().value()));
    complainAgain = now();
    loop =
        Loop.Settings.standard()
            .patience(FLUSH.plusMillis(500))
            .atEnd(this::end)
            .loop("otlp", this::turn);
  }

  /**
   * One that is not started.
   *
   * @throws SetupException when a file of the configuration cannot be used
   */
  public static OtlpExporter of(URI endpoint, OtlpConfig config, Owner owner)
      throws SetupException {
    var target = OtlpTarget.read(endpoint, config);
    return new OtlpExporter(config, target, client(target, owner.version()), owner);
  }

  /** Begins, when no other works for the same owner. */
  public void start() {
    loop.start();
    LOG.log(
        Level.INFO,
        "exporting to={0} interval={1}s headers={2}",
        target.address(),
        config.interval().toSeconds(),
        target.headers().keySet());
  }

  /**
   * Asks a receiver whether it takes requests, with one that is empty.
   *
   * @throws SetupException when a file of the configuration cannot be used
   */
  public static OtlpAnswer probe(URI endpoint, OtlpConfig config, String version)
      throws SetupException, InterruptedException {
    var target = OtlpTarget.read(endpoint, config);
    try (var client = client(target, version)) {
      return client.send(new OtlpBatch(new byte[0], false, 0), config.patience());
    }
  }

  private static OtlpClient client(OtlpTarget target, String version) throws SetupException {
    try {
      return new OtlpClient(target, version);
    } catch (GeneralSecurityException | IOException unusable) {
      throw new SetupException(
          "otlp.endpoint",
          target.address(),
          "gets no TLS, " + unusable.getMessage(),
          "check the files of otlp.tls");
    }
  }

  /** Whether one started now with {@code config} would do the same. */
  public boolean serves(URI endpoint, OtlpConfig other) throws SetupException {
    return config.equals(other) && target.equals(OtlpTarget.read(endpoint, other));
  }

  /** How it fares, and how those before it with the same queue did. */
  public OtlpStatus status() {
    return queue.status();
  }

  /** Drops what waits. */
  public void giveUp() {
    queue.clear();
  }

  private void turn() throws InterruptedException {
    loop.pause(untilWork());
    if (loop.stopping()) {
      return;
    }
    if (!now().minus(next).isNegative()) {
      queue.add(source.get());
      next = after(next);
    }
    if (retries.due(now())) {
      send(now().plus(LONGEST_DRAIN));
    }
  }

  /** What was missed meanwhile is not made up for. */
  private Duration after(Duration due) {
    var following = due.plus(config.interval());
    return following.compareTo(now()) > 0 ? following : now().plus(config.interval());
  }

  private Duration untilWork() {
    var retry = queue.oldest() == null ? next : retries.failures() > 0 ? retries.until() : now();
    return shorter(retry, next).minus(now());
  }

  /** Sends what waits, oldest first, until there is no more, it fails, or it is time to end. */
  private void send(Duration until) throws InterruptedException {
    for (var batch = queue.oldest(); batch != null; batch = queue.oldest()) {
      var left = until.minus(now());
      if (!left.isPositive() || (loop.stopping() && !flushing)) {
        return;
      }
      var answer = client.send(batch, shorter(left, config.patience()));
      take(answer);
      if (answer instanceof Unavailable) {
        return;
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void take(OtlpAnswer answer) {
    switch (answer) {
      case Accepted(var rejected, var message) -> {
        queue.taken(rejected, Instant.now());
        retries.succeeded();
        over();
        complain(rejected, message);
      }
      case Unavailable(var kind, var asked, var reason) -> {
        queue.failed(kind);
        retries.failed(now(), asked);
        if (problems.begins(SENDING, kind.word())) {
          LOG.log(Level.WARNING, "{0}: {1}; tried again", target.address(), reason);
        }
      }
      case Refused(var reason) -> {
        queue.refused();
        if (problems.begins(SENDING, OtlpAnswer.Failure.REFUSED.word())) {
          LOG.log(
              Level.WARNING,
              "{0}: {1}; refused requests are dropped: check otlp.endpoint and"
                  + " otlp.headersFile",
              target.address(),
              reason);
        }
      }
    }
  }

  private void over() {
    if (problems.ends(SENDING)) {
      LOG.log(Level.INFO, "{0}: requests are taken again", target.address());
    }
  }

  private void complain(long rejected, String message) {
    if ((rejected > 0 || !message.isEmpty()) && !now().minus(complainAgain).isNegative()) {
      complainAgain = now().plus(PATIENCE);
      LOG.log(
          Level.WARNING,
          "{0}: took a request but for {1} data points: {2}",
          target.address(),
          rejected,
          message.isEmpty() ? "it does not say why" : message);
    }
  }

  private static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }

  /** The last thing on the exporter's thread. */
  private void end() {
    var _ = Thread.interrupted(); // It was to end a turn, and there is none any more.
    try {
      if (flushing) {
        queue.add(source.get());
        send(now().plus(FLUSH));
      }
    } catch (InterruptedException late) {
      LOG.log(Level.DEBUG, "the last request was given up");
    } finally {
      client.close();
    }
  }

  /** Sends what is known, in a second at most, and ends. */
  public void flush() {
    flushing = true;
    close();
  }

  /** Ends; what waits stays in the queue. */
  @Override
  public void close() {
    loop.close();
  }
}

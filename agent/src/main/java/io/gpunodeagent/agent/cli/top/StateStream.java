// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.overview.StateReader;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.web.AgentCaller;
import io.gpunodeagent.agent.web.RunningAgent;
import io.gpunodeagent.agent.web.WebConfig;
import io.gpunodeagent.core.document.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads the states that a running agent publishes, from its {@code /api/v1/stream}. */
public final class StateStream implements TopSource {

  private static final String PATH = "/api/v1/stream";
  private static final String DATA = "data: ";
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final BlockingQueue<ShownState> newest = new ArrayBlockingQueue<>(1);
  private final CompletableFuture<Optional<ShownState>> first = new CompletableFuture<>();
  private final WebConfig web;
  private final AgentCaller caller;
  private final Loop loop;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Runnable hangUp = () -> {};

  /** The stream of the agent that serves by {@code web}. */
  public StateStream(WebConfig web, AgentCaller caller) {
    this.web = web;
    this.caller = caller;
    loop = Loop.Settings.standard().loop("state-stream", this::follow);
    loop.start();
  }

  /** Follows one connection to its end. */
  private void follow() {
    switch (answer()) {
      case RunningAgent.Reply.Body(var body, var end) -> {
        hangUp = end;
        read(body);
      }
      case RunningAgent.Reply.Refused(var reason, var forGood) -> {
        trouble = Optional.of(reason);
        if (forGood) {
          first.complete(Optional.empty());
        }
      }
      case RunningAgent.Reply.Silent(var reason) ->
          trouble = Optional.of("the agent does not answer: " + reason);
    }
    loop.pause(AGAIN);
  }

  private RunningAgent.Reply answer() {
    try {
      return RunningAgent.get(web, caller, PATH);
    } catch (FaultException unreadable) {
      return new RunningAgent.Reply.Refused(String.join("; ", unreadable.lines()), true);
    }
  }

  private void read(InputStream body) {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          take(line.substring(DATA.length()));
        }
      }
      trouble = Optional.of("the agent has ended");
    } catch (IOException gone) {
      trouble = Optional.of("the agent does not answer: " + gone.getMessage());
    }
  }

  private void take(String json) {
    try {
      var state = StateReader.read(json.getBytes(StandardCharsets.UTF_8));
      trouble = Optional.empty();
      first.complete(Optional.of(state));
      newest.poll();
      newest.offer(state);
    } catch (RefusedException broken) {
      trouble = Optional.of("the agent's answer " + broken.getMessage());
    }
  }

  @Override
  public String name() {
    return "the agent on port " + web.port();
  }

  @Override
  public Optional<String> trouble() {
    return trouble;
  }

  @Override
  public Optional<ShownState> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(newest.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * The first state; empty after {@code patience}, and at once when the agent refuses its client.
   */
  public Optional<ShownState> first(Duration patience) {
    return first
        .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  @Override
  public void close() {
    hangUp.run();
    loop.close();
  }
}

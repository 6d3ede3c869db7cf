// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running watch. */
public final class ApiWatch implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final String END = "";

  private final int status;
  private final InputStream body;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /**
   * What a watch says.
   *
   * @param type such as {@code ADDED}
   */
  public record Event(String type, Map<String, @Nullable Object> object) {}

  public ApiWatch(int status, InputStream body) {
    this.status = status;
    this.body = body;
    Thread.ofVirtual().start(this::read);
  }

  /** 200 when it runs. */
  public int status() {
    return status;
  }

  /** Waits for the next event; empty when the watch ended. Fails when nothing happens in time. */
  public Optional<Event> next() {
    try {
      var line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("no event in " + PATIENCE_SECONDS + " s");
      }
      if (line.equals(END)) {
        return Optional.empty();
      }
      var event = Json.object(line);
      return Optional.of(new Event(Json.textAt(event, "type"), Json.map(Json.at(event, "object"))));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read() {
    var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    try {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException cut) {
      // Ends like a watch that ended by itself.
    } finally {
      lines.add(END);
    }
  }
}

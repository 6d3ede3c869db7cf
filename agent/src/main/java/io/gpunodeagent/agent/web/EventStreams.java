// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.http.StreamSource;
import io.gpunodeagent.agent.http.StreamSource.Frame;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Clients that follow the state by server-sent events. Each is served by the thread of its own
 * connection, which writes the newest state and then waits for another: nothing is queued for a
 * client that reads slowly, and one that stops reading is closed when a write lasts too long.
 *
 * <p>A stream ends after a while, and its client comes again: so a right that was revoked does not
 * outlive the next check by much.
 *
 * <p>Frames are written as they were rendered, one for all clients. Helidon's own sink would encode
 * the data again for each client and has no {@code retry} field.
 */
final class EventStreams {

  /** The media type of the answer. */
  static final String TYPE = "text/event-stream";

  /** The most clients at a time, however many connections there may be. */
  static final int MOST = 64;

  /** The part of all connections that streams may hold. */
  private static final int PART = 4;

  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HEARTBEAT = ": alive\n\n".getBytes(StandardCharsets.UTF_8);

  private final StreamSource source;
  private final RequestDeadline deadline;
  private final Times times;
  private final int most;
  private final Semaphore places;

  /**
   * Streams of {@code source}.
   *
   * @param deadline of each write
   * @param connections that the server holds at most
   * @param times of each stream
   */
  EventStreams(StreamSource source, RequestDeadline deadline, int connections, Times times) {
    this.source = source;
    this.deadline = deadline;
    this.times = times;
    most = Math.min(MOST, Math.max(1, connections / PART));
    places = new Semaphore(most);
  }

  /**
   * How long things may take.
   *
   * @param heartbeat after which a client hears something in any case
   * @param life after which a stream ends
   */
  record Times(Duration heartbeat, Duration life) {

    /** A comment every 15 seconds, ten minutes of life. */
    static Times standard() {
      return new Times(Duration.ofSeconds(15), Duration.ofMinutes(10));
    }
  }

  /** Clients now. */
  int clients() {
    return most - places.availablePermits();
  }

  /** The answer to a client for which there is no place. */
  static HttpAnswer full() {
    return HttpAnswer.plain(503, "Too many clients follow the stream; try again later.")
        .with("Retry-After", "30");
  }

  /** Takes a place for one client more; false when there is none. */
  boolean admit() {
    return places.tryAcquire();
  }

  /** Serves a client that was admitted, until it is gone or the server stops. */
  void serve(ServerResponse response) {
    try (var out = response.outputStream()) {
      deadline.answered();
      send(out, RETRY);
      follow(out);
    } catch (IOException | RuntimeException gone) {
      throw new CloseConnectionException("the client of the stream is gone", gone);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  private void follow(OutputStream out) throws IOException, InterruptedException {
    Optional<Frame> last = Optional.empty();
    long began = System.nanoTime();
    while (!source.ended() && System.nanoTime() - began < times.life().toNanos()) {
      var next = source.next(last, times.heartbeat());
      send(out, next.map(Frame::bytes).orElse(HEARTBEAT));
      last = next.isPresent() ? next : last;
    }
  }

  /** Time runs while it writes, not while it waits for something to write. */
  private void send(OutputStream out, byte[] bytes) throws IOException {
    deadline.begun();
    out.write(bytes);
    out.flush();
    deadline.answered();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.http;

import java.time.Duration;
import java.util.Optional;

/** What a stream of server-sent events sends: always the newest, never a queue. */
public interface StreamSource {

  /**
   * One event.
   *
   * @param of what it was made from; another object for each publication
   * @param bytes as they are sent, the empty line at the end included; not to be changed, all
   *     streams share them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy for each client would cost
  record Frame(Object of, byte[] bytes) {}

  /**
   * The newest event, as soon as it is another than {@code last}. Whatever was published in between
   * is left out.
   *
   * @param last the one that was sent before; empty for a client that has none
   * @param patience how long to wait
   * @return empty when there was none in that time, or no more are to come
   */
  Optional<Frame> next(Optional<Frame> last, Duration patience) throws InterruptedException;

  /** No more events are to come: wakes everyone who waits. */
  void end();

  /** Whether no more events are to come. */
  boolean ended();
}

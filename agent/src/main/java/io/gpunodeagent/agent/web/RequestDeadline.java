// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Ends requests that take too long, because their client sends its headers or takes its answer too
 * slowly. Helidon bounds only the time between requests; without this a few slow clients could hold
 * all connections. Safe for any thread.
 */
final class RequestDeadline implements Http1ConnectionListener {

  private final ConcurrentMap<Thread, Long> startedNanos = new ConcurrentHashMap<>();
  private final long limitNanos;
  private final LongSupplier nanos;

  RequestDeadline(Duration limit, LongSupplier nanos) {
    this.limitNanos = limit.toNanos();
    this.nanos = nanos;
  }

  @Override
  public void prologue(ConnectionContext connection, HttpPrologue prologue) {
    begun();
  }

  /** A request of the current thread has begun, or one more part of its answer. */
  void begun() {
    startedNanos.put(Thread.currentThread(), nanos.getAsLong());
  }

  /** The request of the current thread has been answered. */
  void answered() {
    startedNanos.remove(Thread.currentThread());
  }

  /** Interrupts the threads of requests that are over time, which closes their connections. */
  void sweep() {
    long now = nanos.getAsLong();
    startedNanos.forEach(
        (thread, started) -> {
          if (!thread.isAlive()) {
            startedNanos.remove(thread);
          } else if (now - started > limitNanos && startedNanos.remove(thread, started)) {
            thread.interrupt();
          }
        });
  }
}

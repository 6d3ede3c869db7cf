// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Makes room for a new connection when there are too many: closes the one that has been idle for
 * longest. Clients that connect and say nothing can then never keep scrapes and probes out.
 * Connections in the middle of a request are not closed; {@link RequestDeadline} bounds those. Safe
 * for any thread.
 */
final class ConnectionLimit implements ServerConnectionSelector {

  private final ServerConnectionSelector protocol;
  private final int limit;
  private final LongSupplier nanos;
  private final ConcurrentMap<Thread, Open> open = new ConcurrentHashMap<>();

  /**
   * A connection.
   *
   * @param lastNanos when it was opened or last asked something; Helidon's own idle time is in
   *     whole seconds
   */
  private record Open(ServerConnection connection, long lastNanos) {

    boolean waitsForARequest() {
      return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
  }

  /**
   * A limit.
   *
   * @param protocol that serves the connections
   * @param limit connections at a time, from which idle ones are closed
   * @param nanos a monotonic clock, ns
   */
  ConnectionLimit(ServerConnectionSelector protocol, int limit, LongSupplier nanos) {
    this.protocol = protocol;
    this.limit = limit;
    this.nanos = nanos;
  }

  /** What the listener may accept: one more than the limit, as the newcomer closes another. */
  int acceptable() {
    return limit + 1;
  }

  /** Called in the thread that serves the connection from then on. */
  @Override
  public ServerConnection connection(ConnectionContext context) {
    var connection = protocol.connection(context);
    open.keySet().removeIf(thread -> !thread.isAlive());
    if (open.size() >= limit) {
      closeLongestIdle();
    }
    open.put(Thread.currentThread(), new Open(connection, nanos.getAsLong()));
    return connection;
  }

  /** A request came over the connection of the current thread. */
  void asked() {
    open.computeIfPresent(
        Thread.currentThread(), (_, now) -> new Open(now.connection(), nanos.getAsLong()));
  }

  /** The threads of connections that wait for a request, the longest waiting first. */
  List<Thread> idle() {
    long now = nanos.getAsLong();
    return open.entrySet().stream()
        .filter(entry -> entry.getValue().waitsForARequest())
        .sorted(Comparator.comparingLong(entry -> entry.getValue().lastNanos() - now))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void closeLongestIdle() {
    idle().stream()
        .findFirst()
        .map(open::remove)
        .ifPresent(longest -> longest.connection().close(false));
  }

  @Override
  public int bytesToIdentifyConnection() {
    return protocol.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return protocol.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return protocol.supportedApplicationProtocols();
  }
}

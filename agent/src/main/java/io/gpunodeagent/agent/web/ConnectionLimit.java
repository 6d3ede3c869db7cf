package io.gpunodeagent.agent.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Makes room for a new connection when there are too many: closes the one that has been idle for
 * longest. Clients that connect and say nothing can then never keep scrapes and probes out.
 * Connections in the middle of a request are not closed; {@link RequestDeadline} bounds those. Safe
 * for any thread.
 */
final class ConnectionLimit implements ServerConnectionSelector {

  private final ServerConnectionSelector protocol;
  private final int limit;
  private final ConcurrentMap<Thread, ServerConnection> open = new ConcurrentHashMap<>();

  /**
   * A limit.
   *
   * @param protocol that serves the connections
   * @param limit connections at a time, from which idle ones are closed
   */
  ConnectionLimit(ServerConnectionSelector protocol, int limit) {
    this.protocol = protocol;
    this.limit = limit;
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
    open.put(Thread.currentThread(), connection);
    return connection;
  }

  private void closeLongestIdle() {
    open.entrySet().stream()
        .filter(entry -> waitsForARequest(entry.getValue()))
        .max(Comparator.comparing(entry -> entry.getValue().idleTime()))
        .filter(entry -> open.remove(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getValue)
        .ifPresent(connection -> connection.close(false));
  }

  private static boolean waitsForARequest(ServerConnection connection) {
    return connection instanceof InterruptableTask<?> task && task.canInterrupt();
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

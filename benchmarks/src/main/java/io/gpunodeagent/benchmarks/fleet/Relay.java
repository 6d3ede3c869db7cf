// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes connections on to the API server, counts them by second, and fails as a server does that
 * restarts: it cuts all connections, and resets new ones while it is down.
 */
final class Relay {

  private static final int BACKLOG = 4_096;
  private static final int BUFFER = 16 * 1024;

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<Long, Integer> arrivals = new HashMap<>();
  private volatile boolean down;

  /** Listens on {@code port} of 127.0.0.1. */
  Relay(int port, InetSocketAddress server) throws IOException {
    this.server = server;
    listener = new ServerSocket(port, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().name("relay").start(this::listen);
  }

  /** Whether new connections are reset. */
  void down(boolean now) {
    down = now;
  }

  /** Resets all connections. */
  void cut() {
    open.forEach(Relay::reset);
  }

  /** Bytes that were passed on, in both directions, encrypted. */
  long bytes() {
    return bytes.get();
  }

  /** Connections by second of the epoch since the last call, those that were reset included. */
  Map<Long, Integer> arrivals() {
    synchronized (arrivals) {
      var seconds = Map.copyOf(arrivals);
      arrivals.clear();
      return seconds;
    }
  }

  private void listen() {
    while (true) {
      try {
        var client = listener.accept();
        synchronized (arrivals) {
          arrivals.merge(Instant.now().getEpochSecond(), 1, Integer::sum);
        }
        if (down) {
          reset(client);
        } else {
          Thread.ofVirtual().start(() -> pass(client));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void pass(Socket client) {
    open.add(client);
    try (client;
        var upstream = new Socket(server.getAddress(), server.getPort())) {
      var back = Thread.ofVirtual().start(() -> copy(upstream, client));
      copy(client, upstream);
      back.join();
    } catch (IOException e) {
      reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** Until one side ends; then both do, as TLS leaves none half open. */
  private void copy(Socket from, Socket to) {
    try {
      var buffer = new byte[BUFFER];
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (var size = in.read(buffer); size >= 0; size = in.read(buffer)) {
        bytes.addAndGet(size);
        out.write(buffer, 0, size);
      }
      to.close();
    } catch (IOException _) {
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException _) {
      // It is closed already.
    }
  }
}

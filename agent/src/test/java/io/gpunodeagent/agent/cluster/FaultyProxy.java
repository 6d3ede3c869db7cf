// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a real API server: counts what is asked and spoils what it is told to.
 * It shows the server's own certificate and speaks HTTP/1.1, WebSocket upgrades included.
 */
public final class FaultyProxy implements AutoCloseable {

  private final ApiServer server;
  private final int port;
  private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();
  private final List<ProxyRequest> requests = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private ServerSocket listener;

  private record Rule(int times, String methods, String targets, Fault fault) {

    Rule usedOnce() {
      return new Rule(times - 1, methods, targets, fault);
    }
  }

  public FaultyProxy(ApiServer server) {
    this.server = server;
    listener = listen(0);
    port = listener.getLocalPort();
  }

  /** Where clients are to connect. */
  public URI url() {
    return URI.create("https://127.0.0.1:" + port);
  }

  /**
   * Spoils the next requests that match; the fault named first comes first.
   *
   * @param times how many of them
   * @param methods a regular expression, such as {@code GET} or {@code .*}
   * @param targets a regular expression for the beginning of path and query
   */
  public synchronized void next(int times, String methods, String targets, Fault fault) {
    rules.add(new Rule(times, methods, targets, fault));
  }

  /** Lets everything through again. */
  public synchronized void heal() {
    rules.clear();
  }

  /** What was asked so far, spoiled requests included. */
  public synchronized List<ProxyRequest> requests() {
    return List.copyOf(requests);
  }

  /** How many requests match, see {@link #next}. */
  public long count(String methods, String targets) {
    return requests().stream().filter(request -> request.matches(methods, targets)).count();
  }

  /** Forgets the requests so far. */
  public synchronized void forget() {
    requests.clear();
  }

  /** How many watches run. */
  public long watches() {
    return open.stream().filter(ProxyConnection::watches).count();
  }

  /** Ends the connections of running watches, in the middle of what they say. */
  public void cutWatches() {
    open.stream().filter(ProxyConnection::watches).forEach(ProxyConnection::close);
  }

  /** Ends all connections and refuses new ones. */
  public synchronized void leave() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    open.forEach(ProxyConnection::close);
  }

  /** Accepts connections again, at the same address. */
  public synchronized void comeBack() {
    listener = listen(port);
  }

  @Override
  public void close() {
    leave();
  }

  /** Notes a request; says what is to be done to it. */
  public synchronized Optional<Fault> arrived(ProxyRequest request) {
    requests.add(request);
    for (var i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      if (request.matches(rule.methods(), rule.targets())) {
        if (rule.times() == 1) {
          rules.remove(i);
        } else {
          rules.set(i, rule.usedOnce());
        }
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }

  public void ended(ProxyConnection connection) {
    open.remove(connection);
  }

  private ServerSocket listen(int port) {
    try {
      var socket = server.tls().server().getServerSocketFactory().createServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Thread.ofVirtual().start(() -> accept(socket));
      return socket;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        var connection = new ProxyConnection(this, from.accept());
        open.add(connection);
        Thread.ofVirtual().start(connection::serve);
        if (from.isClosed()) {
          connection.close();
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** A new connection to the server. */
  public Socket upstream() throws IOException {
    var factory = server.tls().client().getSocketFactory();
    return factory.createSocket(server.url().getHost(), server.url().getPort());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ProtocolConfig;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The HTTP server: {@code /metrics}, {@code /health}, {@code /api/v1} and the node page. */
public final class AgentServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(AgentServer.class.getName());

  /** From a request's first line to the last byte of its answer. */
  static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);

  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How often it is looked whether the server still listens. */
  private static final String LISTENER = "listener";

  private static final Duration LISTEN_CHECK = Duration.ofSeconds(2);

  private static final int MAX_REQUEST_LINE = 2_048;

  /**
   * Keeps Helidon from offering its own HTTP/1 beside the one of {@link ConnectionLimit}: a
   * connection whose protocol is still open to choice is not subject to the idle time.
   */
  private static final ProtocolConfig OWN_HTTP_1 =
      new ProtocolConfig() {
        @Override
        public String name() {
          return "http_1_1";
        }

        @Override
        public String type() {
          return name();
        }
      };

  /** The name of the socket that serves the health checks alone. */
  private static final String HEALTH = "health";

  /** Connections at a time to it: the kubelet's, and somebody's who looks. */
  private static final int HEALTH_CONNECTIONS = 32;

  private final WebConfig config;
  private final NodeView view;
  private final RequestDeadline deadline;
  private final EventStreams streams;
  private final Loop deadlines;
  private final Loop listener;
  private final Optional<TokenAuthenticator> tokens;
  private volatile Gate gate;
  private volatile WebServer server;

  /**
   * The configuration with the ports that were taken; a server that stopped does not know its own.
   */
  private volatile WebConfig taken;

  private boolean closed;
  private final OngoingProblems problems = new OngoingProblems();

  private AgentServer(
      WebConfig config,
      NodeView view,
      TokenJudge judge,
      RequestDeadline deadline,
      EventStreams.Times times)
      throws SetupException {
    this.config = config;
    this.taken = config;
    this.view = view;
    this.tokens =
        config.admission().tokenReview()
            ? Optional.of(new TokenAuthenticator(judge, System::nanoTime))
            : Optional.empty();
    this.gate = readGate(config, tokens);
    this.deadline = deadline;
    this.streams =
        new EventStreams(view.stream(), deadline, config.bounds().maxConnections(), times);
    this.server = build(config);
    this.deadlines = Loop.of("web-deadlines", this::endSlowRequests);
    this.listener =
        Loop.Settings.standard().uninterrupted().loop("web-listener", this::listenAgain);
  }

  /**
   * Starts to listen.
   *
   * @param judge of the tokens that {@code config} may demand
   * @throws SetupException when the address or a file of {@code config} cannot be used
   */
  public static AgentServer start(WebConfig config, NodeView view, TokenJudge judge)
      throws SetupException {
    return start(config, view, judge, new RequestDeadline(REQUEST_LIMIT, System::nanoTime));
  }

  static AgentServer start(
      WebConfig config, NodeView view, TokenJudge judge, RequestDeadline deadline)
      throws SetupException {
    return start(config, view, judge, deadline, EventStreams.Times.standard());
  }

  static AgentServer start(
      WebConfig config,
      NodeView view,
      TokenJudge judge,
      RequestDeadline deadline,
      EventStreams.Times times)
      throws SetupException {
    var server = new AgentServer(config, view, judge, deadline, times);
    ListenAddress.check(config);
    server.server.start();
    if (!server.server.isRunning()) {
      throw ListenAddress.unusable(config, "it was taken in this moment");
    }
    server.taken =
        config.withPorts(
            server.server.port(), config.healthPort().map(_ -> server.server.port(HEALTH)));
    server.deadlines.start();
    server.listener.start();
    return server;
  }

  /** Clients that follow the stream. */
  int streamClients() {
    return streams.clients();
  }

  /** The port listened on. */
  public int port() {
    return taken.port();
  }

  /** The port of the health checks alone; empty without one. */
  public Optional<Integer> healthPort() {
    return taken.healthPort();
  }

  /** The files whose content {@link #reloadFiles()} reads. */
  public static List<Path> files(WebConfig config) {
    var files = new ArrayList<Path>();
    config
        .tls()
        .ifPresent(
            tls -> {
              files.add(tls.certificate());
              files.add(tls.key());
              tls.clientCertificateAuthority().ifPresent(files::add);
            });
    config.admission().basicAuth().ifPresent(files::add);
    return files;
  }

  /**
   * Reads certificates and users again; connections that stand are not cut.
   *
   * @throws SetupException when one cannot be used; then all stay as they were
   */
  public synchronized void reloadFiles() throws SetupException {
    var nextGate = readGate(config, tokens);
    var nextTls = tls(config);
    nextTls.ifPresent(server::reloadTls);
    gate = nextGate;
  }

  /** Stops listening, lets running requests finish for two seconds. */
  @Override
  public synchronized void close() {
    closed = true;
    deadlines.stop();
    listener.stop();
    view.stream().end();
    server.stop();
  }

  private void endSlowRequests() {
    deadlines.pause(SWEEP);
    deadline.sweep();
  }

  private void listenAgain() {
    listener.pause(LISTEN_CHECK);
    listenIfClosed();
  }

  /**
   * Helidon 4.4 closes its listener for good when accepting fails once, as it does while the
   * process has no file descriptor left, and reports nothing. A port that can be bound shows it.
   */
  private synchronized void listenIfClosed() {
    if (closed || !ListenAddress.isFree(taken)) {
      return;
    }
    try {
      server.stop();
      var next = build(taken);
      next.start();
      if (!next.isRunning()) {
        throw ListenAddress.unusable(taken, "the listener did not start");
      }
      server = next;
      problems.ends(LISTENER);
      LOG.log(Level.WARNING, "The listener had stopped accepting connections; it listens again");
    } catch (SetupException | RuntimeException failed) {
      if (problems.begins(LISTENER)) {
        LOG.log(Level.ERROR, "The listener stopped and cannot listen again yet", failed);
      }
    }
  }

  private static Gate readGate(WebConfig config, Optional<TokenAuthenticator> tokens)
      throws SetupException {
    boolean certificates =
        config.tls().flatMap(WebConfig.Tls::clientCertificateAuthority).isPresent();
    Optional<BasicAuthenticator> users =
        config.admission().basicAuth().isPresent()
            ? Optional.of(new BasicAuthenticator(Users.read(config.admission().basicAuth().get())))
            : Optional.empty();
    return new Gate(certificates, users, tokens);
  }

  private static Optional<Tls> tls(WebConfig config) throws SetupException {
    return config.tls().isPresent()
        ? Optional.of(TlsFiles.read(config.tls().get()))
        : Optional.empty();
  }

  private WebServer build(WebConfig config) throws SetupException {
    var builder = WebServer.builder().port(config.port()).shutdownHook(false);
    var limit = listen(builder, config.bounds().maxConnections());
    builder.routing(routing -> route(routing, limit, new Dispatcher(view, streams, () -> gate)));
    sockets(builder, tls(config));
    config
        .healthPort()
        .ifPresent(
            port -> {
              var socket = ListenerConfig.builder().name(HEALTH).port(port).useNio(false);
              var few = listen(socket, HEALTH_CONNECTIONS);
              builder.putSocket(HEALTH, socket.build());
              builder.routing(HEALTH, routing -> route(routing, few, Dispatcher.ofHealth(view)));
            });
    return builder.build();
  }

  /** What all sockets have in common. */
  private ConnectionLimit listen(ListenerConfig.BuilderBase<?, ?> socket, int maxConnections) {
    var limit = new ConnectionLimit(http1(), maxConnections, System::nanoTime);
    socket
        .host(config.host())
        .shutdownGracePeriod(GRACE)
        .maxTcpConnections(limit.acceptable())
        .idleConnectionTimeout(Duration.ofSeconds(config.bounds().idleTimeoutSeconds()))
        .idleConnectionPeriod(SWEEP)
        .maxPayloadSize(0)
        .protocolsDiscoverServices(false)
        .addConnectionSelector(limit)
        .addProtocol(OWN_HTTP_1)
        // Without it every scrape over a kept connection waits for a delayed acknowledgement.
        .connectionOptions(options -> options.tcpNoDelay(true));
    return limit;
  }

  private Http1ConnectionSelector http1() {
    return Http1ConnectionSelector.builder()
        .config(
            Http1Config.builder()
                .maxHeadersSize(config.bounds().maxHeaderBytes())
                .maxPrologueLength(MAX_REQUEST_LINE)
                .addReceiveListener(deadline)
                .build())
        .build();
  }

  /**
   * Helidon 4.4 has two kinds of socket, each with a fault: the channel one loses bytes of a large
   * answer when its client reads slowly, unless TLS writes through it; the other one never gives
   * its connection back to the limit when a TLS handshake fails.
   */
  private static void sockets(WebServerConfig.Builder builder, Optional<Tls> tls) {
    builder.useNio(tls.isPresent());
    tls.ifPresent(builder::tls);
  }

  private void route(HttpRouting.Builder routing, ConnectionLimit limit, Dispatcher dispatcher) {
    routing.addFilter((chain, request, response) -> bound(chain, request, limit)).any(dispatcher);
  }

  /** Helidon 4.4 answers {@code Connection: close} but leaves the connection open; closed here. */
  private void bound(FilterChain chain, RoutingRequest request, ConnectionLimit limit) {
    limit.asked();
    try {
      chain.proceed();
    } finally {
      deadline.answered();
    }
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("asked for by the client");
    }
  }
}

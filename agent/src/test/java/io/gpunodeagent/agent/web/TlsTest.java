// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS and client certificates over real sockets. */
@Timeout(60)
class TlsTest {

  private static final NodeSnapshot STATE = Nodes.ready(false);

  @TempDir private static Path made;
  private static Certificates certificates;

  @TempDir private Path folder;
  private Path certificate;
  private Path key;

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private AgentServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates =
        new Certificates(made)
            .authority("ours")
            .authority("theirs")
            .signed("first", "ours")
            .signed("second", "ours")
            .signed("client", "ours")
            .signed("stranger", "theirs");
  }

  @BeforeEach
  void writeFiles() throws Exception {
    certificate = Files.writeString(folder.resolve("tls.crt"), certificates.chain("first"));
    key = Files.writeString(folder.resolve("tls.key"), certificates.key("first"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void start(int maxConnections, Optional<Path> authority) throws SetupException {
    var tls = new WebConfig.Tls(certificate, key, authority);
    server =
        AgentServer.start(
            Nodes.config(Optional.of(tls), WebConfig.Admission.everyone(), maxConnections, 60),
            Nodes.view(STATE, "x 1\n".repeat(100_000)),
            Nodes.NO_TOKENS);
  }

  private Path authority() throws Exception {
    return Files.writeString(folder.resolve("ca.crt"), certificates.chain("ours"));
  }

  private SSLSocket open(SSLContext context) throws IOException {
    var socket = new Socket();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
        Wire.PATIENCE_MILLIS);
    var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
    secure.setSoTimeout(Wire.PATIENCE_MILLIS);
    secure.startHandshake();
    return secure;
  }

  private String subject() throws Exception {
    try (var socket = open(certificates.client("ours", Optional.empty()))) {
      var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @Test
  void scrapesAreServedInFull() throws Exception {
    start(256, Optional.empty());
    try (var wire = new Wire(open(certificates.client("ours", Optional.empty())))) {
      assertThat(wire.get("/metrics").body()).hasSize(400_000);
      assertThat(wire.get("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void newFilesAreShownAfterAReloadAndOldConnectionsStand() throws Exception {
    start(256, Optional.empty());
    try (var wire = new Wire(open(certificates.client("ours", Optional.empty())))) {
      assertThat(subject()).isEqualTo("CN=first");
      Files.writeString(certificate, certificates.chain("second"));
      Files.writeString(key, certificates.key("second"));
      server.reloadFiles();
      assertThat(subject()).isEqualTo("CN=second");
      assertThat(wire.get("/health").status()).isEqualTo(200);
    }
  }

  /**
   * The listener ends as it does when accepting fails, the first attempt to listen again fails, and
   * the next does not.
   */
  @Test
  void aFailedAttemptToListenAgainIsNotTheLast() throws Exception {
    var before = acceptors();
    start(256, Optional.empty());
    int port = server.port();
    var logged = new CountDownLatch(1);
    var errors = new Errors(logged);
    var log = Logger.getLogger(AgentServer.class.getName());
    log.addHandler(errors);
    try {
      Files.writeString(certificate, "no certificate");
      var accepting = acceptors();
      accepting.removeAll(before);
      assertThat(accepting).hasSize(1);
      // An interrupt closes the channel that the thread accepts on.
      accepting.forEach(Thread::interrupt);
      assertThat(logged.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      log.removeHandler(errors);
    }
    assertThat(server.port()).isEqualTo(port);
    Files.writeString(certificate, certificates.chain("first"));
    Eventually.until("it listens again", this::listens);
    assertThat(subject()).isEqualTo("CN=first");
  }

  @Test
  void badNewFilesLeaveTheOldOnesInPlace() throws Exception {
    start(256, Optional.empty());
    Files.writeString(key, certificates.key("second"));
    assertThatThrownBy(server::reloadFiles)
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "web.tls.key: \"%s\" is not the key of the first certificate in %s: put the"
                + " server's own certificate first, or name its key",
            key, certificate);
    Files.writeString(certificate, "no certificate");
    assertThatThrownBy(server::reloadFiles)
        .hasMessage(
            "web.tls.certificate: \"%s\" holds no PEM certificate: write BEGIN CERTIFICATE blocks,"
                + " as openssl x509 does",
            certificate);
    assertThat(subject()).isEqualTo("CN=first");
  }

  @Test
  void aKeyOfAnotherFormIsSaid() throws Exception {
    Files.writeString(key, certificates.key("first").replace("PRIVATE KEY", "RSA PRIVATE KEY"));
    assertThatThrownBy(() -> start(256, Optional.empty()))
        .hasMessage(
            "web.tls.key: \"%s\" holds no unencrypted PKCS #8 private key in PEM: convert it"
                + " with openssl pkcs8 -topk8 -nocrypt",
            key);
  }

  @Test
  void aKnownClientIsLetIn() throws Exception {
    start(256, Optional.of(authority()));
    try (var wire = new Wire(open(certificates.client("ours", Optional.of("client"))))) {
      assertThat(wire.get("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void aClientWithoutACertificateSeesTheHealthOnly() throws Exception {
    start(256, Optional.of(authority()));
    try (var wire = new Wire(open(certificates.client("ours", Optional.empty())))) {
      assertThat(wire.get("/metrics").status()).isEqualTo(403);
      assertThat(wire.get("/").status()).isEqualTo(403);
      assertThat(wire.get("/health/live").status()).isEqualTo(200);
    }
  }

  /** A client shows no certificate of an authority that the server did not name. */
  @Test
  void aClientOfAnotherAuthorityIsTurnedAway() throws Exception {
    start(256, Optional.of(authority()));
    try (var wire = new Wire(open(certificates.client("ours", Optional.of("stranger"))))) {
      assertThat(wire.get("/metrics").status()).isEqualTo(403);
    }
  }

  @Test
  void aClientThatShowsACertificateOfAnotherAuthorityGetsNothing() throws Exception {
    start(256, Optional.of(authority()));
    var stranger = certificates.insistentClient("ours", "stranger");
    assertThatThrownBy(
            () -> {
              try (var wire = new Wire(open(stranger))) {
                wire.get("/health/live");
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void anotherAuthorityIsFollowedAfterAReload() throws Exception {
    var authority = authority();
    start(256, Optional.of(authority));
    Files.writeString(authority, certificates.chain("theirs"));
    server.reloadFiles();
    try (var wire = new Wire(open(certificates.client("ours", Optional.of("stranger"))))) {
      assertThat(wire.get("/metrics").status()).isEqualTo(200);
    }
    try (var wire = new Wire(open(certificates.client("ours", Optional.of("client"))))) {
      assertThat(wire.get("/metrics").status()).isEqualTo(403);
    }
  }

  /** A handshake that fails must give its place back. */
  @Test
  void failedHandshakesDoNotUseUpTheConnections() throws Exception {
    start(2, Optional.of(authority()));
    for (int i = 0; i < 10; i++) {
      try (var plain = Wire.connect(server.port())) {
        plain.write("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n");
        plain.answersWithin(1_000);
      }
    }
    try (var wire = new Wire(open(certificates.client("ours", Optional.of("client"))))) {
      assertThat(wire.get("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatStallsInTheHandshakeIsCutOff() throws Exception {
    var tls = new WebConfig.Tls(certificate, key, Optional.empty());
    server =
        AgentServer.start(
            Nodes.config(Optional.of(tls), WebConfig.Admission.everyone(), 1, 1),
            Nodes.view(STATE, ""),
            Nodes.NO_TOKENS);
    try (var stalled = Wire.connect(server.port())) {
      stalled.write(new String(new byte[] {0x16, 3, 1, 2}, StandardCharsets.ISO_8859_1));
      assertThat(stalled.closedByServer()).isTrue();
    }
    assertThat(subject()).isEqualTo("CN=first");
  }

  /** The threads that accept connections. */
  private static Set<Thread> acceptors() {
    var threads = new HashSet<Thread>();
    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("server-")) {
        threads.add(thread);
      }
    }
    return threads;
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
          Wire.PATIENCE_MILLIS);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** Notes that an error is logged. */
  private static final class Errors extends Handler {

    private final CountDownLatch logged;

    private Errors(CountDownLatch logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().equals(Level.SEVERE)) {
        logged.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

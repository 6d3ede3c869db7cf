// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated API server as a pod reaches it. */
class TlsFrontTest {

  @TempDir private Path folder;

  @Test
  void aClientThatTrustsTheServiceAccountsAuthorityIsServed() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var body = "x".repeat(100_000).getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    var account = folder.resolve("serviceaccount");
    try (var front =
            TlsFront.start(server.getAddress().getPort(), keys(), "secret".toCharArray(), account);
        var client = HttpClient.newBuilder().sslContext(trusting(account)).build()) {
      var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + front.port())).build();
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(body);
      }
    } finally {
      server.stop(0);
    }
    assertThat(account.resolve("token")).content().isEqualTo("simulated");
  }

  private Path keys() throws Exception {
    var file = folder.resolve("keys");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "secret")
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    return file;
  }

  private static SSLContext trusting(Path account) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var pem = Files.newInputStream(account.resolve("ca.crt"))) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}

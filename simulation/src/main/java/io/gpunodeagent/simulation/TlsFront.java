// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A server of plain HTTP over TLS as well, and the folder by which a pod's service account finds
 * its way to it: {@code ca.crt} and {@code token}.
 */
final class TlsFront implements AutoCloseable {

  private final int plainPort;
  private final SSLServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private TlsFront(int plainPort, SSLServerSocket listening) {
    this.plainPort = plainPort;
    this.listening = listening;
  }

  /**
   * Starts to listen on a free port of the loopback device.
   *
   * @param plainPort of the server behind it, on the same device
   * @param keys a PKCS #12 file with one key, which is its own authority
   * @param password of that file
   * @param account the folder to make
   */
  static TlsFront start(int plainPort, Path keys, char[] password, Path account)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(keys.toFile(), password);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    write(account, store);
    var front = new TlsFront(plainPort, socket);
    front.threads.execute(front::accept);
    return front;
  }

  private static void write(Path account, KeyStore store)
      throws IOException, GeneralSecurityException {
    var certificate = store.getCertificate(store.aliases().nextElement());
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(certificate.getEncoded());
    Files.createDirectories(account);
    Files.writeString(
        account.resolve("ca.crt"),
        "-----BEGIN CERTIFICATE-----\n"
            + new String(lines, StandardCharsets.US_ASCII)
            + "\n-----END CERTIFICATE-----\n");
    Files.writeString(account.resolve("token"), "simulated");
  }

  /** Where it listens. */
  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        threads.execute(() -> join(client));
      }
    } catch (IOException closed) {
      threads.shutdownNow();
    }
  }

  private void join(Socket client) {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), plainPort)) {
      threads.execute(() -> copy(server, client));
      copy(client, server);
    } catch (IOException gone) {
      // One side has hung up, which ends both.
    }
  }

  /** Until one of the two hangs up, which then both do. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException gone) {
      // As above.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}

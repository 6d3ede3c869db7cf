// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;

/** A client's connection to a {@link FaultyProxy}, and the one to the server it brought about. */
public final class ProxyConnection {

  private final FaultyProxy proxy;
  private final Socket client;
  private volatile Optional<Socket> upstream = Optional.empty();
  private volatile boolean watches;
  private volatile boolean losesAnswer;

  public ProxyConnection(FaultyProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  /** Whether its last request was for a watch, and that was let through. */
  public boolean watches() {
    return watches;
  }

  /** Carries requests until one of the three leaves. */
  public void serve() {
    try {
      var in = new BufferedInputStream(client.getInputStream());
      var open = true;
      while (open) {
        var request = ProxyRequest.read(in);
        open = request.isPresent() && carry(request.get(), in);
      }
    } catch (IOException e) {
      // Somebody left.
    } finally {
      close();
      proxy.ended(this);
    }
  }

  /** Cuts it, at both ends. */
  public void close() {
    cut(client);
    upstream.ifPresent(ProxyConnection::cut);
  }

  /** False when the connection is to end. */
  private boolean carry(ProxyRequest request, InputStream rest) throws IOException {
    watches = false;
    var fault = proxy.arrived(request);
    if (fault.isEmpty()) {
      watches = request.watches();
      forward(request);
      if (request.upgrades()) {
        rest.transferTo(server().getOutputStream());
      }
      return !request.upgrades();
    }
    return switch (fault.get()) {
      case Fault.Instead instead -> {
        write(client.getOutputStream(), instead.bytes());
        yield true;
      }
      case Fault.Silence _ -> true;
      case Fault.HangUp _ -> false;
      case Fault.LostAnswer _ -> {
        losesAnswer = true;
        forward(request);
        yield true;
      }
    };
  }

  private void forward(ProxyRequest request) throws IOException {
    write(server().getOutputStream(), request.bytes());
  }

  private Socket server() throws IOException {
    if (upstream.isEmpty()) {
      var socket = proxy.upstream();
      upstream = Optional.of(socket);
      Thread.ofVirtual().start(() -> answer(socket));
    }
    return upstream.orElseThrow();
  }

  private void answer(Socket from) {
    var buffer = new byte[16384];
    try {
      var in = from.getInputStream();
      var out = client.getOutputStream();
      for (var count = in.read(buffer); count >= 0 && !losesAnswer; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException e) {
      // Somebody left.
    } finally {
      close();
    }
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static void cut(Socket socket) {
    try {
      // Without it a TLS socket waits for the other side before it closes.
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is cut already.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands between a client and a real server, and spoils what the server says. */
final class FaultyWire implements AutoCloseable {

  private final Path socket;
  private final Path server;
  private final Fault fault;
  private final ServerSocketChannel listener;
  private final ConcurrentLinkedQueue<SocketChannel> open = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  FaultyWire(Path socket, Path server, Fault fault) throws IOException {
    this.socket = socket;
    this.server = server;
    this.fault = fault;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  /** What happens to the bytes of the server; positions count from the connection's first one. */
  sealed interface Fault {
    /** The connection ends before that byte. */
    record Cut(int at) implements Fault {}

    /** Nothing comes from that byte on, and the connection stays. */
    record Stall(int at) implements Fault {}

    /** That byte is another. */
    record Flip(int at, int mask) implements Fault {}

    /** One byte each interval. */
    record Drip(Duration interval) implements Fault {}
  }

  /** Where the client is to connect. */
  Path socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    Files.deleteIfExists(socket);
    for (var channel : open) {
      channel.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        var upstream = SocketChannel.open(UnixDomainSocketAddress.of(server));
        open.add(client);
        open.add(upstream);
        Thread.ofVirtual().start(() -> carry(client, upstream, false));
        Thread.ofVirtual().start(() -> carry(upstream, client, true));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void carry(ByteChannel from, ByteChannel to, boolean faulty) {
    var buffer = ByteBuffer.allocate(faulty ? 1 : 4096);
    try (from;
        to) {
      for (var position = 0; from.read(buffer.clear()) >= 0; position++) {
        buffer.flip();
        if (faulty && !spoil(buffer, position)) {
          return;
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
    } catch (IOException e) {
      // The other side left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Spoils the byte at a position; false when the connection is to end. */
  private boolean spoil(ByteBuffer bytes, int position) throws InterruptedException {
    return switch (fault) {
      case Fault.Cut(var at) -> position < at;
      case Fault.Stall(var at) -> {
        if (position == at) {
          closed.await();
        }
        yield true;
      }
      case Fault.Flip(var at, var mask) -> {
        if (position == at) {
          bytes.put(0, (byte) (bytes.get(0) ^ mask));
        }
        yield true;
      }
      case Fault.Drip(var interval) -> !closed.await(interval.toNanos(), TimeUnit.NANOSECONDS);
    };
  }
}

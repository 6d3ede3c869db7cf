// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.kubelet.v1.AllocatableResourcesResponse;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A kubelet's PodResources endpoint: a real gRPC server on a unix socket.
 *
 * <p>Like the kubelet's, the socket is created again at every start; it goes with {@link #close}.
 */
public final class SimulatedKubelet implements AutoCloseable {

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Lister lister;
  private final Server server;

  private SimulatedKubelet(
      Path socket,
      Supplier<ListPodResourcesResponse> pods,
      Optional<Supplier<AllocatableResourcesResponse>> allocatable)
      throws IOException {
    lister = new Lister(pods, allocatable);
    Files.deleteIfExists(socket);
    server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(threads)
            .workerEventLoopGroup(threads)
            .directExecutor()
            // Unset: unix sockets know no keep-alive, and every connection would log a warning.
            .withChildOption(ChannelOption.SO_KEEPALIVE, null)
            .addService(lister)
            .build();
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      stopThreads();
      throw e;
    }
  }

  /**
   * Starts to serve, like a kubelet before Kubernetes 1.23: it has no {@code
   * GetAllocatableResources}.
   *
   * @param socket the file to listen on; an existing one is replaced; at most 107 bytes of path
   * @param pods asked on every call, on the server's thread
   * @throws IOException when the socket cannot be created
   */
  public static SimulatedKubelet start(Path socket, Supplier<ListPodResourcesResponse> pods)
      throws IOException {
    return start(socket, pods, Optional.empty());
  }

  /**
   * Starts to serve.
   *
   * @param socket the file to listen on; an existing one is replaced; at most 107 bytes of path
   * @param pods asked on every call, on the server's thread
   * @param allocatable likewise; empty for a kubelet without {@code GetAllocatableResources}
   * @throws IOException when the socket cannot be created
   */
  public static SimulatedKubelet start(
      Path socket,
      Supplier<ListPodResourcesResponse> pods,
      Optional<Supplier<AllocatableResourcesResponse>> allocatable)
      throws IOException {
    return new SimulatedKubelet(socket, pods, allocatable);
  }

  /** How the following calls are answered. */
  public void behave(Behaviour behaviour) {
    lister.behave(behaviour);
  }

  /** Calls received so far. */
  public long calls() {
    return lister.calls();
  }

  /** Cuts every connection at once, as a killed process does. */
  @Override
  public void close() {
    server.shutdownNow();
    stopThreads();
  }

  private void stopThreads() {
    threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** What a caller meets. */
  public enum Behaviour {
    /** The pods. */
    ANSWER,
    /**
     * The pods to {@code List}; to {@code Get} that it is disabled, as kubelets before 1.34 say.
     */
    LIST_ONLY,
    /** {@code RESOURCE_EXHAUSTED}: the kubelet's own rate limit. */
    EXHAUSTED,
    /** {@code UNIMPLEMENTED}: a socket of another service. */
    UNIMPLEMENTED,
    /** Nothing, ever. */
    STALL,
    /** A message that breaks off. */
    CORRUPT
  }
}

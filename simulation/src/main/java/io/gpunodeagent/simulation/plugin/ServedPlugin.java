// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.plugin;

import io.gpunodeagent.kubelet.deviceplugin.RegisterRequest;
import io.gpunodeagent.simulation.spi.DevicePlugin;
import io.gpunodeagent.simulation.spi.PluginDevice;
import io.gpunodeagent.simulation.spi.PluginResource;
import io.grpc.CallOptions;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Serves a resource beside the kubelet. The kubelet removes all sockets of its folder when it
 * starts, and knows no plugin then: a plugin without a socket, or of an earlier {@code
 * kubelet.sock}, serves and registers again.
 */
final class ServedPlugin implements DevicePlugin {

  private static final System.Logger LOG = System.getLogger("device-plugin");
  private static final String VERSION = "v1beta1";
  private static final long PERIOD_MILLIS = 1000;
  private static final long CALL_SECONDS = 5;

  private final PluginResource resource;
  private final PluginService service;
  private final Path kubelet;
  private final Path socket;
  private final EventLoopGroup network =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ScheduledExecutorService thread;
  private Optional<Server> server = Optional.empty();
  private volatile Optional<String> registeredWith = Optional.empty();
  private String trouble = "";

  private ServedPlugin(PluginResource resource) {
    this.resource = resource;
    service = new PluginService(resource.rule());
    kubelet = resource.folder().resolve("kubelet.sock");
    socket = resource.folder().resolve("simulated-" + resource.name().replace('/', '-') + ".sock");
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("plugin-" + resource.name()).factory());
  }

  static ServedPlugin start(PluginResource resource) {
    var plugin = new ServedPlugin(resource);
    var _ =
        plugin.thread.scheduleWithFixedDelay(
            plugin::follow, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return plugin;
  }

  @Override
  public void offer(List<PluginDevice> devices) {
    service.offer(devices);
  }

  @Override
  public boolean registered() {
    return registeredWith.isPresent() && registeredWith.equals(identity(kubelet));
  }

  private void follow() {
    var now = identity(kubelet);
    if (now.isPresent() && now.equals(registeredWith) && Files.exists(socket)) {
      return;
    }
    try {
      registeredWith = Optional.empty();
      if (now.isEmpty()) {
        throw new IOException("the kubelet is not there: wait for it, or name its folder");
      }
      serve();
      register();
      registeredWith = now;
      trouble = "";
      LOG.log(Level.INFO, "registered {0} with the kubelet", resource.name());
    } catch (IOException | StatusRuntimeException failed) {
      report(String.valueOf(failed.getMessage()));
    }
  }

  /** Said once for as long as it stays the same. */
  private void report(String problem) {
    if (!problem.equals(trouble)) {
      trouble = problem;
      LOG.log(Level.WARNING, "{0} {1}: {2}", resource.name(), kubelet, problem);
    }
  }

  private void serve() throws IOException {
    server.ifPresent(Server::shutdownNow);
    Files.deleteIfExists(socket);
    server =
        Optional.of(
            NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(network)
                .workerEventLoopGroup(network)
                .directExecutor()
                // Unset: unix sockets know no keep-alive, and every connection would log a warning.
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .addService(service)
                .build()
                .start());
  }

  private void register() {
    var channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(kubelet))
            .channelType(NioDomainSocketChannel.class)
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .eventLoopGroup(network)
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
    try {
      var _ =
          ClientCalls.blockingUnaryCall(
              channel,
              PluginMethods.REGISTER,
              CallOptions.DEFAULT.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS),
              RegisterRequest.newBuilder()
                  .setVersion(VERSION)
                  .setEndpoint(String.valueOf(socket.getFileName()))
                  .setResourceName(resource.name())
                  .setOptions(PluginService.OPTIONS)
                  .build());
    } finally {
      channel.shutdownNow();
    }
  }

  /** Which file it is: another one has another. */
  private static Optional<String> identity(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(attributes.fileKey() + "@" + attributes.creationTime());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CALL_SECONDS * 2, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "{0}: registration does not end", resource.name());
      }
      server.ifPresent(Server::shutdownNow);
      network.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
      Files.deleteIfExists(socket);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException left) {
      LOG.log(Level.WARNING, "{0} is left behind: {1}", socket, left.getMessage());
    }
  }
}

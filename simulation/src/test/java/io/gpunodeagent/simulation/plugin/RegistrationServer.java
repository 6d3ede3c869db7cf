// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.plugin;

import io.gpunodeagent.kubelet.deviceplugin.Empty;
import io.gpunodeagent.kubelet.deviceplugin.RegisterRequest;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The side of a kubelet that plugins register with. Like it, it clears its folder at the start. */
final class RegistrationServer implements AutoCloseable {

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<RegisterRequest> requests = new LinkedBlockingQueue<>();
  private final Server server;

  RegistrationServer(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(folder.resolve("kubelet.sock")))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(threads)
            .workerEventLoopGroup(threads)
            .directExecutor()
            .withChildOption(ChannelOption.SO_KEEPALIVE, null)
            .addService(
                ServerServiceDefinition.builder("v1beta1.Registration")
                    .addMethod(PluginMethods.REGISTER, ServerCalls.asyncUnaryCall(this::register))
                    .build())
            .build()
            .start();
  }

  private void register(RegisterRequest request, StreamObserver<Empty> caller) {
    requests.add(request);
    caller.onNext(Empty.getDefaultInstance());
    caller.onCompleted();
  }

  /** The next plugin that registers; fails when none does in time. */
  RegisterRequest next() throws InterruptedException {
    var request = requests.poll(30, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no plugin registers");
    }
    return request;
  }

  @Override
  public void close() {
    server.shutdownNow();
    threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}

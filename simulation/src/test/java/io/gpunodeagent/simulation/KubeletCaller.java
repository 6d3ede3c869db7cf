// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.GetPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.ListPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC client that knows nothing of the server's code; each call is a new connection. */
record KubeletCaller(Path socket) {

  private static final long PATIENCE_MILLIS = 10_000;

  List<PodResources> list() {
    return list(PATIENCE_MILLIS);
  }

  List<PodResources> list(long millis) {
    return call(millis, PodResourcesMethods.LIST, ListPodResourcesRequest.getDefaultInstance())
        .getPodResourcesList();
  }

  PodResources get(String namespace, String name) {
    var request =
        GetPodResourcesRequest.newBuilder().setPodNamespace(namespace).setPodName(name).build();
    return call(PATIENCE_MILLIS, PodResourcesMethods.GET, request).getPodResources();
  }

  /** One line for each thing a container holds: pod, container, resource, id. */
  List<String> holdings() {
    return list().stream()
        .flatMap(
            pod ->
                pod.getContainersList().stream()
                    .flatMap(
                        container ->
                            holdings(container).stream()
                                .map(
                                    held ->
                                        "%s/%s %s %s"
                                            .formatted(
                                                pod.getNamespace(),
                                                pod.getName(),
                                                container.getName(),
                                                held))))
        .toList();
  }

  private static List<String> holdings(ContainerResources container) {
    var held =
        new ArrayList<>(
            container.getDevicesList().stream()
                .map(
                    devices ->
                        devices.getResourceName()
                            + " "
                            + String.join(",", devices.getDeviceIdsList()))
                .toList());
    container.getDynamicResourcesList().stream()
        .flatMap(
            claim ->
                claim.getClaimResourcesList().stream()
                    .map(
                        resource ->
                            "%s/%s %s/%s/%s%s"
                                .formatted(
                                    claim.getClaimNamespace(),
                                    claim.getClaimName(),
                                    resource.getDriverName(),
                                    resource.getPoolName(),
                                    resource.getDeviceName(),
                                    resource.hasShareId() ? " " + resource.getShareId() : "")))
        .forEach(held::add);
    return held.isEmpty() ? List.of("-") : held;
  }

  private <Q, A> A call(long millis, MethodDescriptor<Q, A> method, Q request) {
    EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(threads)
            .directExecutor()
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .usePlaintext()
            .build();
    try {
      return ClientCalls.blockingUnaryCall(
          channel,
          method,
          CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS),
          request);
    } finally {
      channel.shutdownNow();
      threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.plugin;

import io.gpunodeagent.kubelet.deviceplugin.AllocateRequest;
import io.gpunodeagent.kubelet.deviceplugin.AllocateResponse;
import io.gpunodeagent.kubelet.deviceplugin.ContainerAllocateResponse;
import io.gpunodeagent.kubelet.deviceplugin.ContainerPreferredAllocationResponse;
import io.gpunodeagent.kubelet.deviceplugin.Device;
import io.gpunodeagent.kubelet.deviceplugin.DevicePluginOptions;
import io.gpunodeagent.kubelet.deviceplugin.Empty;
import io.gpunodeagent.kubelet.deviceplugin.ListAndWatchResponse;
import io.gpunodeagent.kubelet.deviceplugin.NUMANode;
import io.gpunodeagent.kubelet.deviceplugin.PreStartContainerRequest;
import io.gpunodeagent.kubelet.deviceplugin.PreStartContainerResponse;
import io.gpunodeagent.kubelet.deviceplugin.PreferredAllocationRequest;
import io.gpunodeagent.kubelet.deviceplugin.PreferredAllocationResponse;
import io.gpunodeagent.kubelet.deviceplugin.TopologyInfo;
import io.gpunodeagent.simulation.spi.PluginDevice;
import io.gpunodeagent.simulation.spi.PluginResource.Rule;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the kubelet calls. Its methods may be called on any thread. */
final class PluginService implements BindableService {

  static final DevicePluginOptions OPTIONS =
      DevicePluginOptions.newBuilder().setGetPreferredAllocationAvailable(true).build();

  private static final String HEALTHY = "Healthy";
  private static final String UNHEALTHY = "Unhealthy";

  private final Rule rule;
  private final List<ServerCallStreamObserver<ListAndWatchResponse>> watchers = new ArrayList<>();
  private ListAndWatchResponse devices = ListAndWatchResponse.getDefaultInstance();

  PluginService(Rule rule) {
    this.rule = rule;
  }

  synchronized void offer(List<PluginDevice> offered) {
    var answer = ListAndWatchResponse.newBuilder();
    offered.forEach(device -> answer.addDevices(device(device)));
    var now = answer.build();
    if (!now.equals(devices)) {
      devices = now;
      watchers.removeIf(ServerCallStreamObserver::isCancelled);
      watchers.forEach(watcher -> watcher.onNext(now));
    }
  }

  private static Device device(PluginDevice offered) {
    var device =
        Device.newBuilder().setId(offered.id()).setHealth(offered.healthy() ? HEALTHY : UNHEALTHY);
    offered
        .numaNode()
        .ifPresent(
            node ->
                device.setTopology(
                    TopologyInfo.newBuilder().addNodes(NUMANode.newBuilder().setId(node))));
    return device.build();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(PluginMethods.SERVICE)
        .addMethod(PluginMethods.OPTIONS, ServerCalls.asyncUnaryCall(this::options))
        .addMethod(PluginMethods.LIST_AND_WATCH, ServerCalls.asyncServerStreamingCall(this::watch))
        .addMethod(PluginMethods.PREFER, ServerCalls.asyncUnaryCall(this::prefer))
        .addMethod(PluginMethods.ALLOCATE, ServerCalls.asyncUnaryCall(this::allocate))
        .addMethod(PluginMethods.PRE_START, ServerCalls.asyncUnaryCall(this::preStart))
        .build();
  }

  private void options(Empty request, StreamObserver<DevicePluginOptions> caller) {
    answer(caller, () -> OPTIONS);
  }

  private synchronized void watch(Empty request, StreamObserver<ListAndWatchResponse> caller) {
    var watcher = (ServerCallStreamObserver<ListAndWatchResponse>) caller;
    watcher.setOnCancelHandler(() -> {}); // so that a caller that is gone is no exception
    watchers.add(watcher);
    watcher.onNext(devices);
  }

  private void prefer(
      PreferredAllocationRequest request, StreamObserver<PreferredAllocationResponse> caller) {
    answer(
        caller,
        () -> {
          var response = PreferredAllocationResponse.newBuilder();
          for (var container : request.getContainerRequestsList()) {
            var chosen =
                rule.prefer(
                    container.getAvailableDeviceIdsList(),
                    container.getMustIncludeDeviceIdsList(),
                    container.getAllocationSize());
            response.addContainerResponses(
                ContainerPreferredAllocationResponse.newBuilder().addAllDeviceIds(chosen));
          }
          return response.build();
        });
  }

  private void allocate(AllocateRequest request, StreamObserver<AllocateResponse> caller) {
    answer(
        caller,
        () -> {
          var response = AllocateResponse.newBuilder();
          for (var container : request.getContainerRequestsList()) {
            response.addContainerResponses(
                ContainerAllocateResponse.newBuilder()
                    .putAllEnvs(rule.environment(container.getDevicesIdsList())));
          }
          return response.build();
        });
  }

  private void preStart(
      PreStartContainerRequest request, StreamObserver<PreStartContainerResponse> caller) {
    answer(caller, PreStartContainerResponse::getDefaultInstance);
  }

  private static <T> void answer(StreamObserver<T> caller, Supplier<T> result) {
    try {
      caller.onNext(result.get());
      caller.onCompleted();
    } catch (IllegalArgumentException unknown) {
      caller.onError(
          Status.INVALID_ARGUMENT.withDescription(unknown.getMessage()).asRuntimeException());
    }
  }
}

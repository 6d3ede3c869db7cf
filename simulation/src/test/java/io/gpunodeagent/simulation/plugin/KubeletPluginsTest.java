// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.gpunodeagent.kubelet.deviceplugin.AllocateRequest;
import io.gpunodeagent.kubelet.deviceplugin.ContainerAllocateRequest;
import io.gpunodeagent.kubelet.deviceplugin.ContainerPreferredAllocationRequest;
import io.gpunodeagent.kubelet.deviceplugin.Device;
import io.gpunodeagent.kubelet.deviceplugin.Empty;
import io.gpunodeagent.kubelet.deviceplugin.ListAndWatchResponse;
import io.gpunodeagent.kubelet.deviceplugin.PreStartContainerRequest;
import io.gpunodeagent.kubelet.deviceplugin.PreferredAllocationRequest;
import io.gpunodeagent.simulation.spi.DevicePlugin;
import io.gpunodeagent.simulation.spi.DevicePlugins;
import io.gpunodeagent.simulation.spi.PluginDevice;
import io.gpunodeagent.simulation.spi.PluginResource;
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
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KubeletPluginsTest {

  private static final PluginDevice GOOD = new PluginDevice("GPU-0", true, OptionalInt.of(1));
  private static final PluginDevice BAD = new PluginDevice("GPU-0", false, OptionalInt.empty());

  private static final PluginResource.Rule LAST_ONES =
      new PluginResource.Rule() {
        @Override
        public List<String> prefer(List<String> available, List<String> required, int count) {
          return available.subList(available.size() - count, available.size());
        }

        @Override
        public Map<String, String> environment(List<String> devices) {
          if (devices.contains("GPU-9")) {
            throw new IllegalArgumentException("GPU-9 is not offered");
          }
          return Map.of("NVIDIA_VISIBLE_DEVICES", String.join(",", devices));
        }
      };

  @TempDir private Path folder;
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private RegistrationServer kubelet;
  private DevicePlugin plugin;
  private ManagedChannel channel;

  @BeforeEach
  void register() throws IOException, InterruptedException {
    kubelet = new RegistrationServer(folder);
    plugin =
        ServiceLoader.load(DevicePlugins.class)
            .findFirst()
            .orElseThrow()
            .start(new PluginResource("nvidia.com/gpu", folder, LAST_ONES));
    channel = connect(kubelet.next().getEndpoint());
  }

  private ManagedChannel connect(String endpoint) {
    return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(folder.resolve(endpoint)))
        .channelType(NioDomainSocketChannel.class)
        .withOption(ChannelOption.SO_KEEPALIVE, null)
        .eventLoopGroup(threads)
        .overrideAuthority("localhost")
        .usePlaintext()
        .build();
  }

  @AfterEach
  void end() {
    channel.shutdownNow();
    plugin.close();
    kubelet.close();
    threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    assertThat(folder.resolve("simulated-nvidia.com-gpu.sock")).doesNotExist();
  }

  private <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
    return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
  }

  private Iterator<ListAndWatchResponse> watch() {
    return ClientCalls.blockingServerStreamingCall(
        channel, PluginMethods.LIST_AND_WATCH, CallOptions.DEFAULT, Empty.getDefaultInstance());
  }

  @Test
  void theKubeletIsListedTheDevicesAndEveryChange() {
    var lists = watch();
    assertThat(lists.next().getDevicesList()).isEmpty();
    plugin.offer(List.of(GOOD));
    var first = lists.next().getDevices(0);
    assertThat(first.getId()).isEqualTo("GPU-0");
    assertThat(first.getHealth()).isEqualTo("Healthy");
    assertThat(first.getTopology().getNodes(0).getId()).isEqualTo(1);
    plugin.offer(List.of(GOOD));
    plugin.offer(List.of(BAD));
    assertThat(lists.next().getDevicesList())
        .as("the same again is not sent")
        .extracting(Device::getHealth, Device::hasTopology)
        .containsExactly(tuple("Unhealthy", false));
    assertThat(watch().next().getDevicesList()).hasSize(1);
  }

  @Test
  void theKubeletIsAnsweredForEachContainer() {
    assertThat(
            call(PluginMethods.OPTIONS, Empty.getDefaultInstance())
                .getGetPreferredAllocationAvailable())
        .isTrue();
    var preferred =
        call(
            PluginMethods.PREFER,
            PreferredAllocationRequest.newBuilder()
                .addContainerRequests(
                    ContainerPreferredAllocationRequest.newBuilder()
                        .addAllAvailableDeviceIds(List.of("GPU-0", "GPU-1", "GPU-2"))
                        .setAllocationSize(2))
                .build());
    assertThat(preferred.getContainerResponses(0).getDeviceIdsList())
        .containsExactly("GPU-1", "GPU-2");
    var allocated = call(PluginMethods.ALLOCATE, allocation("GPU-1", "GPU-2"));
    assertThat(allocated.getContainerResponses(0).getEnvsMap())
        .isEqualTo(Map.of("NVIDIA_VISIBLE_DEVICES", "GPU-1,GPU-2"));
    assertThat(call(PluginMethods.PRE_START, PreStartContainerRequest.getDefaultInstance()))
        .isNotNull();
  }

  private static AllocateRequest allocation(String... ids) {
    return AllocateRequest.newBuilder()
        .addContainerRequests(ContainerAllocateRequest.newBuilder().addAllDevicesIds(List.of(ids)))
        .build();
  }

  @Test
  void aDeviceThatIsNotOfferedIsRefused() {
    assertThatThrownBy(() -> call(PluginMethods.ALLOCATE, allocation("GPU-9")))
        .hasMessage("INVALID_ARGUMENT: GPU-9 is not offered");
  }

  @Test
  void aKubeletThatStartsAgainIsRegisteredWithAgain() throws Exception {
    plugin.offer(List.of(GOOD));
    kubelet.close();
    channel.shutdownNow();
    kubelet = new RegistrationServer(folder);
    var request = kubelet.next();
    assertThat(request.getVersion()).isEqualTo("v1beta1");
    assertThat(request.getResourceName()).isEqualTo("nvidia.com/gpu");
    assertThat(request.getOptions().getGetPreferredAllocationAvailable()).isTrue();
    channel = connect(request.getEndpoint());
    assertThat(watch().next().getDevicesList()).hasSize(1);
  }

  @Test
  void aSocketThatIsRemovedIsMadeAgain() throws Exception {
    plugin.offer(List.of(GOOD));
    channel.shutdownNow();
    Files.delete(folder.resolve("simulated-nvidia.com-gpu.sock"));
    channel = connect(kubelet.next().getEndpoint());
    assertThat(watch().next().getDevicesList()).hasSize(1);
  }
}

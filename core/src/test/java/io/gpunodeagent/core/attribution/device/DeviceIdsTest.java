// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.device.DeviceIds.Parsed;
import io.gpunodeagent.core.sources.DeviceId;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdsTest {

  private static final String UUID = "4404041a-04cf-1ccf-9e70-f139a9b1e23c";
  private static final OptionalInt NONE = OptionalInt.empty();

  static Stream<Arguments> forms() {
    var gpu = new DeviceId.Gpu("GPU-" + UUID);
    var mig = new DeviceId.Mig("MIG-" + UUID);
    var older = new DeviceId.MigOfGpu("GPU-" + UUID, 7, 0);
    return Stream.of(
        Arguments.of("GPU-" + UUID, gpu, NONE),
        Arguments.of("GPU-" + UUID + "::0", gpu, OptionalInt.of(0)),
        Arguments.of("GPU-" + UUID + "::112", gpu, OptionalInt.of(112)),
        Arguments.of("GPU-" + UUID + "-9", new DeviceId.Slot("GPU-" + UUID, 9), NONE),
        Arguments.of("MIG-" + UUID, mig, NONE),
        Arguments.of("MIG-" + UUID + "::7", mig, OptionalInt.of(7)),
        Arguments.of("MIG-GPU-" + UUID + "/7/0", older, NONE),
        Arguments.of("MIG-GPU-" + UUID + "/7/0::3", older, OptionalInt.of(3)),
        Arguments.of("all", new DeviceId.All(), NONE),
        Arguments.of("all::2", new DeviceId.All(), OptionalInt.of(2)),
        Arguments.of("nvidia0", new DeviceId.Minor(0, NONE), NONE),
        Arguments.of("nvidia12/gi1", new DeviceId.Minor(12, OptionalInt.of(1)), NONE),
        Arguments.of("nvidia0/vgpu1", new DeviceId.Minor(0, NONE), OptionalInt.of(1)),
        Arguments.of(
            "nvidia0/gi1/vgpu2", new DeviceId.Minor(0, OptionalInt.of(1)), OptionalInt.of(2)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyKnownFormIsRead(String text, DeviceId device, OptionalInt replica) {
    assertThat(DeviceIds.parse(text)).isEqualTo(new Parsed(device, replica));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0000:3b:00.0",
        "00000000:1B:00.0",
        "gpu-" + UUID,
        "GPU-" + UUID + "::",
        "GPU-" + UUID + "::-1",
        "GPU-" + UUID + "::1::2",
        "GPU-" + UUID + "::1234567890",
        "GPU-" + UUID + "\n",
        "GPU-" + UUID + "::٣",
        "GPU-4404041a",
        "MIG-" + UUID + "/7/0",
        "MIG-GPU-" + UUID,
        "MIG-GPU-" + UUID + "/7",
        "nvidia",
        "nvidia0/gi",
        "nvidia0/vgpu1/gi1",
        "nvidia-1",
        "nvidia.com/gpu=0",
        "alls",
        "all\"}\n",
      })
  void anyOtherTextIsKeptAsItIs(String text) {
    assertThat(DeviceIds.parse(text))
        .isEqualTo(new Parsed(new DeviceId.Unrecognised(text), OptionalInt.empty()));
  }

  @Test
  void anUnrecognisedTextIsKeptInPartWhenItIsLong() {
    assertThat(DeviceIds.parse("GPU-" + "x".repeat(100_000)).device())
        .isEqualTo(new DeviceId.Unrecognised("GPU-" + "x".repeat(508)));
  }

  @Test
  void aDraGpuTellsItsMinorNumber() {
    assertThat(DeviceIds.minorOf(new DeviceId.Dra("gpu.nvidia.com", "node-a", "gpu-11")))
        .contains(new DeviceId.Minor(11, OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu-0-mig-1g10gb-19-2", "gpu-vfio-0", "gpu-", "gpu-0 ", "", "channel-0"})
  void aDraDeviceThatIsNoWholeGpuTellsNone(String name) {
    assertThat(DeviceIds.minorOf(new DeviceId.Dra("gpu.nvidia.com", "node-a", name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "k8s.gpu.nvidia.com/claim=" + UUID + "-gpu-0, gpu-0",
    "k8s.gpu.nvidia.com/claim=" + UUID + "-gpu-0-mig-1g10gb-19-2, gpu-0-mig-1g10gb-19-2",
    "k8s.gpu.nvidia.com/device=gpu-0, k8s.gpu.nvidia.com/device=gpu-0",
    "nvidia.com/gpu=0, nvidia.com/gpu=0",
  })
  void aCdiDeviceTellsTheDeviceItIsNamedAfter(String cdi, String device) {
    assertThat(DeviceIds.draDeviceOfCdi(cdi)).isEqualTo(device);
  }
}

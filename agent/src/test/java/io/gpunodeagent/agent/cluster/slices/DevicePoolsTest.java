// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.core.sources.DeviceId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which slices of a pool count. */
class DevicePoolsTest {

  private static final String DRIVER = "gpu.nvidia.com";

  /** Slices as {@code generation/count:device}; what is expected are the devices. */
  @ParameterizedTest
  @CsvSource({
    "1/1:a, a",
    "1/2:a 1/2:b, a b",
    "1/2:a, ''",
    "2/1:b 1/1:a, b",
    "2/2:b 1/1:a, ''",
    "2/2:b 2/2:c 1/1:a, b c",
    "1/2:a 1/2:b 1/2:c, ''",
    "1/1:a 1/2:b, ''",
    "1/2:a 1/2:a, ''",
    "0/0:a, ''"
  })
  void onlyTheCompleteNewestGenerationCounts(String slices, String devices) {
    var seen =
        List.of(slices.split(" ", -1)).stream()
            .map(
                slice -> {
                  var parts = slice.split("[/:]", -1);
                  return slice(
                      DRIVER, Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
                })
            .toList();
    assertThat(
            DevicePools.uuids(seen, Set.of(DRIVER)).keySet().stream()
                .map(DeviceId.Dra::device)
                .sorted()
                .toList())
        .isEqualTo(devices.isEmpty() ? List.of() : List.of(devices.split(" ", -1)));
  }

  @Test
  void otherDriversAreLeftAlone() {
    var slices = List.of(slice("net.example", 1, 1, "a"));
    assertThat(DevicePools.uuids(slices, Set.of(DRIVER))).isEmpty();
    assertThat(DevicePools.uuids(slices, Set.of("net.example"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "v1, '{\"name\":\"d\",\"attributes\":{\"uuid\":{\"string\":\"GPU-1\"}}}', GPU-1",
    "v1 MIG,"
        + " '{\"name\":\"d\",\"attributes\":{\"type\":{\"string\":\"mig\"},\"uuid\":{\"string\":\"MIG-1\"}}}',"
        + " MIG-1",
    "v1 qualified,"
        + " '{\"name\":\"d\",\"attributes\":{\"gpu.nvidia.com/uuid\":{\"string\":\"GPU-1\"}}}',"
        + " GPU-1",
    "v1beta1, '{\"name\":\"d\",\"basic\":{\"attributes\":{\"uuid\":{\"string\":\"GPU-1\"}}}}',"
        + " GPU-1",
    "of another domain,"
        + " '{\"name\":\"d\",\"attributes\":{\"x.example/uuid\":{\"string\":\"GPU-1\"}}}', ''",
    "passed through,"
        + " '{\"name\":\"d\",\"attributes\":{\"type\":{\"string\":\"vfio\"},\"uuid\":{\"string\":\"GPU-1\"}}}',"
        + " ''",
    "without, '{\"name\":\"d\"}', ''",
    "no UUID, '{\"name\":\"d\",\"attributes\":{\"uuid\":{\"string\":\"x\"}}}', ''",
    "of another type, '{\"name\":\"d\",\"attributes\":{\"uuid\":{\"int\":7}}}', ''"
  })
  void everyVersionOfTheApiIsRead(String what, String device, String uuid) throws IOException {
    var slice =
        """
        {"metadata":{"name":"s","uid":"u","resourceVersion":"7"},"spec":{"driver":"gpu.nvidia.com",
          "pool":{"name":"p","generation":3,"resourceSliceCount":1},"devices":[%s]}}\
        """
            .formatted(device);
    try (var json = JsonReader.FACTORY.createParser(slice)) {
      json.nextToken();
      var kept = SliceReader.read(json);
      assertThat(kept.uid()).isEqualTo("u");
      assertThat(kept.version()).isEqualTo("7");
      assertThat(DevicePools.uuids(List.of(kept.value()), Set.of(DRIVER)))
          .as(what)
          .isEqualTo(uuid.isEmpty() ? Map.of() : Map.of(new DeviceId.Dra(DRIVER, "p", "d"), uuid));
    }
  }

  private static SeenSlice slice(String driver, long generation, int count, String device) {
    return new SeenSlice(
        driver,
        "node-a",
        generation,
        count,
        List.of(new SeenSlice.Device(device, Map.of("uuid", "GPU-" + device))));
  }
}

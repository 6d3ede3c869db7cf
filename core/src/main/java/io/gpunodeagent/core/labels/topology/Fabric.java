// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.topology;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.TextSignal;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.Locale;
import java.util.Optional;

/** Whether a GPU is part of the NVLink fabric of a rack or board. */
public sealed interface Fabric {

  /** The GPU has no fabric. */
  record Unsupported() implements Fabric {}

  /**
   * In a domain that reaches beyond this machine.
   *
   * @param cluster UUID, lower case
   * @param clique within the cluster
   */
  record Attached(String cluster, long clique) implements Fabric {}

  /** Registered with the switches of a single machine, whose domain has no name. */
  record Registered() implements Fabric {}

  /**
   * It should be registered and is not.
   *
   * @param state {@code not-started}, {@code in-progress} or {@code failed}
   */
  record Apart(String state) implements Fabric {}

  /** NVML failed to say. */
  record Unknown(String function, int code) implements Fabric {}

  /** Of the readings of {@code gpu}. */
  static Fabric of(GpuSample gpu) {
    return switch (Gpus.reading(gpu, DeviceSignal.FABRIC_STATE)) {
      case Reading.Failed<Long>(var function, var code) -> new Unknown(function, code);
      case Reading.Unsupported<Long>() -> new Unsupported();
      case Reading.Value<Long>(var state) -> of(gpu, Math.toIntExact(state));
    };
  }

  private static Fabric of(GpuSample gpu, int state) {
    return switch (state) {
      case 1 -> new Apart("not-started");
      case 2 -> new Apart("in-progress");
      case 3 -> completed(gpu);
      default -> new Unsupported();
    };
  }

  private static Fabric completed(GpuSample gpu) {
    var readings = gpu.readings();
    if (!readings.get(DeviceSignal.FABRIC_STATUS).toOptional().equals(Optional.of(0L))) {
      return new Apart("failed");
    }
    var cluster = readings.get(TextSignal.FABRIC_CLUSTER_UUID).toOptional();
    var clique = readings.get(DeviceSignal.FABRIC_CLIQUE_ID).toOptional();
    boolean named = cluster.map(uuid -> !uuid.matches("[0-]*")).orElse(false);
    return named && clique.isPresent()
        ? new Attached(cluster.orElseThrow().toLowerCase(Locale.ROOT), clique.get())
        : new Registered();
  }
}

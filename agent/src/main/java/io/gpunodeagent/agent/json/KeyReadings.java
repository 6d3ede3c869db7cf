// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The readings that the API shows of a GPU and of a GPU instance, by key. Keys end with the unit;
 * those that are signals of their own are spelled as in the snapshot.
 */
public final class KeyReadings {

  private static final Map<String, Signal<?>> GPU =
      keys(
          List.of(
              DeviceSignal.GPU_UTILIZATION,
              DeviceSignal.MEMORY_UTILIZATION,
              DeviceSignal.ENCODER_UTILIZATION,
              DeviceSignal.DECODER_UTILIZATION,
              DeviceSignal.MEMORY_TOTAL,
              DeviceSignal.MEMORY_USED,
              DeviceSignal.MEMORY_RESERVED,
              DeviceSignal.POWER_USAGE,
              DeviceSignal.POWER_LIMIT_ENFORCED,
              DeviceSignal.POWER_LIMIT_DEFAULT,
              DeviceSignal.TEMPERATURE,
              DeviceSignal.TEMPERATURE_MARGIN,
              DeviceSignal.SLOWDOWN_TEMPERATURE,
              DeviceSignal.SHUTDOWN_TEMPERATURE,
              DeviceSignal.MEMORY_MAX_TEMPERATURE,
              DeviceSignal.SM_CLOCK,
              DeviceSignal.MAX_SM_CLOCK,
              DeviceSignal.MEMORY_CLOCK,
              DeviceSignal.MAX_MEMORY_CLOCK,
              DeviceSignal.PERFORMANCE_STATE,
              DeviceSignal.FAN_SPEED,
              DeviceSignal.PCIE_GENERATION,
              DeviceSignal.PCIE_MAX_GENERATION,
              DeviceSignal.PCIE_WIDTH,
              DeviceSignal.PCIE_MAX_WIDTH,
              DeviceSignal.PCIE_TX_THROUGHPUT,
              DeviceSignal.PCIE_RX_THROUGHPUT,
              DeviceSignal.PCIE_REPLAY_COUNTER,
              DeviceSignal.COMPUTE_MODE,
              DeviceSignal.PERSISTENCE_MODE),
          fields());

  /** GPM of a GPU instance, and its memory: NVML has nothing else of it. */
  private static final Map<String, Signal<?>> INSTANCE =
      keys(List.of(DeviceSignal.MEMORY_TOTAL, DeviceSignal.MEMORY_USED), gpm());

  /** What is read so that each key has a chance: limits, and what the page draws. */
  public static final Set<Signal<?>> SIGNALS =
      Stream.of(
              DeviceSignal.GPU_UTILIZATION,
              DeviceSignal.MEMORY_TOTAL,
              DeviceSignal.MEMORY_USED,
              DeviceSignal.POWER_USAGE,
              DeviceSignal.POWER_LIMIT_ENFORCED,
              DeviceSignal.TEMPERATURE,
              DeviceSignal.TEMPERATURE_MARGIN,
              DeviceSignal.SLOWDOWN_TEMPERATURE,
              DeviceSignal.SHUTDOWN_TEMPERATURE,
              DeviceSignal.SM_CLOCK,
              DeviceSignal.MAX_SM_CLOCK,
              DeviceSignal.MEMORY_CLOCK,
              DeviceSignal.MAX_MEMORY_CLOCK,
              DeviceSignal.CLOCKS_EVENT_REASONS)
          .collect(Collectors.toUnmodifiableSet());

  private KeyReadings() {}

  /** Puts {@code readings} and {@code absent} of a GPU into {@code target}. */
  static void ofGpu(JsonObject target, Readings readings, boolean fresh) {
    put(target, GPU, readings, fresh);
  }

  /** The same of a GPU instance. */
  static void ofInstance(JsonObject target, Readings readings, boolean fresh) {
    put(target, INSTANCE, readings, fresh);
  }

  private static void put(
      JsonObject target, Map<String, Signal<?>> keys, Readings readings, boolean fresh) {
    var inner = new JsonObject();
    var json = new ReadingsJson(inner);
    keys.forEach((key, signal) -> json.put(key, signal, readings, fresh));
    target.put("readings", inner).put("absent", json.absent());
  }

  private static Map<String, Signal<?>> keys(
      List<DeviceSignal> signals, Map<String, Signal<?>> more) {
    var keys = new LinkedHashMap<String, Signal<?>>();
    signals.forEach(signal -> keys.put(SignalKey.of(signal), signal));
    keys.putAll(more);
    return keys;
  }

  /** Fields of {@code nvmlDeviceGetFieldValues}, and GPM. */
  private static Map<String, Signal<?>> fields() {
    var keys = new LinkedHashMap<String, Signal<?>>();
    keys.put("memoryTemperatureCelsius", FieldSignal.everyPass(82));
    keys.put("energyMillijoules", FieldSignal.everyPass(83));
    keys.put("nvLinkSentKibibytesPerSecond", allLinks(138));
    keys.put("nvLinkReceivedKibibytesPerSecond", allLinks(139));
    keys.put("eccMode", FieldSignal.slow(1));
    keys.put("eccCorrectedErrors", FieldSignal.slow(3));
    keys.put("eccUncorrectedErrors", FieldSignal.slow(4));
    keys.put("eccUncorrectedLifetimeErrors", FieldSignal.slow(6));
    keys.put("rowRemapPending", FieldSignal.slow(144));
    keys.put("rowRemapFailure", FieldSignal.slow(145));
    keys.putAll(gpm());
    return keys;
  }

  private static Signal<?> allLinks(int field) {
    return new RateSignal(FieldSignal.everyPass(field).withScope(FieldSignal.ALL));
  }

  private static Map<String, Signal<?>> gpm() {
    var keys = new LinkedHashMap<String, Signal<?>>();
    keys.put("graphicsActivityPercent", new GpmSignal(1));
    keys.put("smActivityPercent", new GpmSignal(2));
    keys.put("memoryBandwidthPercent", new GpmSignal(10));
    keys.put("pcieSentMebibytesPerSecond", new GpmSignal(20));
    keys.put("pcieReceivedMebibytesPerSecond", new GpmSignal(21));
    return keys;
  }
}

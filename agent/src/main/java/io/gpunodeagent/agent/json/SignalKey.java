package io.gpunodeagent.agent.json;

import io.gpunodeagent.core.snapshot.DeviceSignal;
import io.gpunodeagent.core.snapshot.EccSignal;
import io.gpunodeagent.core.snapshot.FieldSignal;
import io.gpunodeagent.core.snapshot.GpmSignal;
import io.gpunodeagent.core.snapshot.NvLinkErrorSignal;
import io.gpunodeagent.core.snapshot.RateSignal;
import io.gpunodeagent.core.snapshot.Signal;
import io.gpunodeagent.core.snapshot.TextSignal;
import java.util.Locale;

/**
 * The stable names of signals in JSON: lower camel case, the unit at the end where there is one.
 */
final class SignalKey {

  private SignalKey() {}

  /** The key of {@code signal}. */
  static String of(Signal<?> signal) {
    return switch (signal) {
      case DeviceSignal device -> camel(device.name()) + unit(device);
      case TextSignal text -> camel(text.name());
      case EccSignal(var error, var counter, var location) ->
          "ecc" + pascal(error.name()) + pascal(counter.name()) + pascal(location.name());
      case FieldSignal field -> field(field);
      case GpmSignal(var metric) -> "gpm" + metric;
      case NvLinkErrorSignal(var link, var counter) ->
          "nvLink" + link + pascal(counter.name()) + "Errors";
      case RateSignal(var counter) -> field(counter) + "PerSecond";
    };
  }

  private static String field(FieldSignal field) {
    var scope = field.scope() == FieldSignal.ALL ? "All" : "Scope" + field.scope();
    return "field" + field.fieldId() + (field.scope() == 0 ? "" : scope);
  }

  private static String unit(DeviceSignal signal) {
    return switch (signal) {
      case GPU_UTILIZATION,
          MEMORY_UTILIZATION,
          ENCODER_UTILIZATION,
          DECODER_UTILIZATION,
          FAN_SPEED ->
          "Percent";
      case MEMORY_TOTAL,
          MEMORY_FREE,
          MEMORY_USED,
          MEMORY_RESERVED,
          BAR1_TOTAL,
          BAR1_USED,
          BAR1_FREE ->
          "Bytes";
      case SM_CLOCK,
          MEMORY_CLOCK,
          VIDEO_CLOCK,
          APPLICATION_GRAPHICS_CLOCK,
          APPLICATION_MEMORY_CLOCK,
          MAX_SM_CLOCK,
          MAX_MEMORY_CLOCK,
          MAX_VIDEO_CLOCK ->
          "Megahertz";
      case TEMPERATURE,
          HOTTEST_TEMPERATURE,
          TEMPERATURE_MARGIN,
          SHUTDOWN_TEMPERATURE,
          SLOWDOWN_TEMPERATURE,
          GPU_MAX_TEMPERATURE,
          MEMORY_MAX_TEMPERATURE ->
          "Celsius";
      case POWER_USAGE,
          POWER_LIMIT,
          POWER_LIMIT_MIN,
          POWER_LIMIT_MAX,
          POWER_LIMIT_DEFAULT,
          POWER_LIMIT_ENFORCED ->
          "Milliwatts";
      case PCIE_TX_THROUGHPUT, PCIE_RX_THROUGHPUT -> "KilobytesPerSecond";
      case PCIE_MAX_WIDTH, PCIE_WIDTH -> "Lanes";
      case CLOCKS_EVENT_REASONS,
          AUTO_BOOST,
          PERFORMANCE_STATE,
          PCIE_REPLAY_COUNTER,
          PCIE_MAX_GENERATION,
          PCIE_GENERATION,
          RETIRED_PAGES_SINGLE_BIT,
          SRAM_THRESHOLD_EXCEEDED,
          REMAP_BANKS_MAX,
          REMAP_BANKS_HIGH,
          REMAP_BANKS_PARTIAL,
          REMAP_BANKS_LOW,
          REMAP_BANKS_NONE,
          MEMORY_UNREPAIRABLE,
          INFOROM_CHECKSUM,
          INFOROM_VALID,
          FABRIC_STATE,
          FABRIC_STATUS,
          FABRIC_CLIQUE_ID,
          FABRIC_HEALTH_MASK,
          FABRIC_HEALTH_SUMMARY,
          VGPU_LICENSED,
          VIRTUALIZATION_MODE,
          COMPUTE_MODE,
          PERSISTENCE_MODE,
          MIG_MODE,
          MIG_MAX_DEVICES,
          CONFIDENTIAL_COMPUTE,
          GPM_SUPPORT,
          COMPUTE_CAPABILITY,
          NVML_INDEX,
          MINOR_NUMBER,
          P2P_NVLINK_PEERS,
          PLATFORM_SLOT_NUMBER,
          PLATFORM_TRAY_INDEX,
          PLATFORM_HOST_ID,
          PLATFORM_PEER_TYPE,
          PLATFORM_MODULE_ID ->
          "";
    };
  }

  private static String camel(String constant) {
    var joined = pascal(constant);
    return joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
  }

  private static String pascal(String constant) {
    var text = new StringBuilder();
    for (var word : constant.split("_", -1)) {
      text.append(word, 0, 1).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}

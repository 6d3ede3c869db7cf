package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PCIE_GENERATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PCIE_MAX_GENERATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PCIE_MAX_WIDTH;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PCIE_REPLAY_COUNTER;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PCIE_RX_THROUGHPUT;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PCIE_TX_THROUGHPUT;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PCIE_WIDTH;
import static io.gpunodeagent.core.snapshot.FieldSignal.slow;

import java.util.List;

/** PCIe, and the chip-to-chip link to a Grace CPU. Field numbers are {@code NVML_FI_*}. */
final class PcieMetrics {

  private PcieMetrics() {}

  static List<Metric> rows() {
    return List.of(
        gauge(
            200,
            "DCGM_FI_DEV_PCIE_TX_THROUGHPUT",
            "KB/s (nominal)",
            "PCIe bytes sent over the last 20 ms",
            reading(PCIE_TX_THROUGHPUT)),
        gauge(
            201,
            "DCGM_FI_DEV_PCIE_RX_THROUGHPUT",
            "KB/s (nominal)",
            "PCIe bytes received over the last 20 ms",
            reading(PCIE_RX_THROUGHPUT)),
        counter(
            202,
            "DCGM_FI_DEV_PCIE_REPLAY_COUNTER",
            "count",
            "PCIe link replays",
            reading(PCIE_REPLAY_COUNTER)),
        gauge(
            235,
            "DCGM_FI_DEV_PCIE_MAX_LINK_GEN",
            "gen",
            "Highest PCIe generation slot and GPU can use",
            reading(PCIE_MAX_GENERATION)),
        gauge(
            236,
            "DCGM_FI_DEV_PCIE_MAX_LINK_WIDTH",
            "lanes",
            "Widest PCIe link possible",
            reading(PCIE_MAX_WIDTH)),
        gauge(
            237,
            "DCGM_FI_DEV_PCIE_LINK_GEN",
            "gen",
            "PCIe generation in use now",
            reading(PCIE_GENERATION)),
        gauge(
            238,
            "DCGM_FI_DEV_PCIE_LINK_WIDTH",
            "lanes",
            "PCIe lanes in use now",
            reading(PCIE_WIDTH)),
        counter(
            1501,
            "DCGM_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS",
            "count",
            "PCIe correctable (AER) errors",
            reading(slow(173))),
        gauge(
            285,
            "DCGM_FI_DEV_C2C_LINK_COUNT",
            "count",
            "Chip-to-chip links present",
            reading(slow(170))),
        gauge(
            286,
            "DCGM_FI_DEV_C2C_LINK_STATUS",
            "0/1",
            "1 when the C2C link is up",
            reading(slow(171))),
        gauge(
            287,
            "DCGM_FI_DEV_C2C_MAX_BANDWIDTH",
            "MB/s",
            "C2C link speed in MB/s",
            reading(slow(172))),
        counter(
            1400,
            "DCGM_FI_DEV_C2C_LINK_ERROR_INTR",
            "count",
            "C2C CRC error interrupts",
            reading(slow(231))),
        counter(
            1401, "DCGM_FI_DEV_C2C_LINK_ERROR_REPLAY", "count", "C2C replays", reading(slow(232))),
        counter(
            1402,
            "DCGM_FI_DEV_C2C_LINK_ERROR_REPLAY_B2B",
            "count",
            "C2C back-to-back replays",
            reading(slow(233))),
        gauge(
            1403,
            "DCGM_FI_DEV_C2C_LINK_POWER_STATE",
            "enum",
            "C2C power state",
            reading(slow(234))));
  }
}

package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;

import io.gpunodeagent.core.snapshot.GpmSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Profiling through GPM, on Hopper and newer. Numbers are {@code NVML_GPM_METRIC_*}. */
final class ProfilingMetrics {

  private ProfilingMetrics() {}

  static List<Metric> rows() {
    var rows = new ArrayList<>(pipes());
    rows.addAll(engines("DCGM_FI_PROF_NVDEC%d_ACTIVE", "Video decoder", 8, 1017, 30));
    rows.addAll(engines("DCGM_FI_PROF_NVJPG%d_ACTIVE", "JPEG engine", 8, 1025, 40));
    rows.addAll(engines("DCGM_FI_PROF_NVOFA%d_ACTIVE", "Optical flow engine", 2, 1033, 50));
    rows.addAll(traffic());
    return rows;
  }

  private static List<Metric> engines(
      String name, String words, int count, int firstField, int firstGpm) {
    return IntStream.range(0, count)
        .mapToObj(
            engine ->
                gauge(
                    firstField + engine,
                    name.formatted(engine),
                    "ratio 0-1",
                    words + " " + engine + " busy share",
                    reading(new GpmSignal(firstGpm + engine), Conversion.RATIO)))
        .toList();
  }

  private static List<Metric> pipes() {
    return List.of(
        gauge(
                1001,
                "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
                "ratio 0-1",
                "Share of time the graphics or compute engine was busy",
                reading(new GpmSignal(1), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1002,
                "DCGM_FI_PROF_SM_ACTIVE",
                "ratio 0-1",
                "Average share of cycles an SM had a warp resident",
                reading(new GpmSignal(2), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1003,
                "DCGM_FI_PROF_SM_OCCUPANCY",
                "ratio 0-1",
                "Resident warps relative to the maximum",
                reading(new GpmSignal(3), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1004,
                "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
                "ratio 0-1",
                "Share of cycles any tensor pipe was busy",
                reading(new GpmSignal(5), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1005,
                "DCGM_FI_PROF_DRAM_ACTIVE",
                "ratio 0-1",
                "Share of cycles the memory interface moved data",
                reading(new GpmSignal(10), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1006,
                "DCGM_FI_PROF_PIPE_FP64_ACTIVE",
                "ratio 0-1",
                "Share of cycles the FP64 pipe was busy",
                reading(new GpmSignal(11), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1007,
                "DCGM_FI_PROF_PIPE_FP32_ACTIVE",
                "ratio 0-1",
                "Share of cycles the FP32 pipe was busy",
                reading(new GpmSignal(12), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1008,
                "DCGM_FI_PROF_PIPE_FP16_ACTIVE",
                "ratio 0-1",
                "Share of cycles the FP16 pipe was busy (tensor excluded)",
                reading(new GpmSignal(13), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
            1009,
            "DCGM_FI_PROF_PCIE_TX_BYTES",
            "bytes/s",
            "PCIe bytes per second sent by the GPU",
            reading(new GpmSignal(20), Conversion.BYTES_PER_SECOND)),
        gauge(
            1010,
            "DCGM_FI_PROF_PCIE_RX_BYTES",
            "bytes/s",
            "PCIe bytes per second received by the GPU",
            reading(new GpmSignal(21), Conversion.BYTES_PER_SECOND)),
        gauge(
            1011,
            "DCGM_FI_PROF_NVLINK_TX_BYTES",
            "bytes/s",
            "NVLink bytes per second sent",
            reading(new GpmSignal(61), Conversion.BYTES_PER_SECOND)),
        gauge(
            1012,
            "DCGM_FI_PROF_NVLINK_RX_BYTES",
            "bytes/s",
            "NVLink bytes per second received",
            reading(new GpmSignal(60), Conversion.BYTES_PER_SECOND)),
        gauge(
                1013,
                "DCGM_FI_PROF_PIPE_TENSOR_IMMA_ACTIVE",
                "ratio 0-1",
                "Tensor pipe busy with integer MMA",
                reading(new GpmSignal(9), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1014,
                "DCGM_FI_PROF_PIPE_TENSOR_HMMA_ACTIVE",
                "ratio 0-1",
                "Tensor pipe busy with half MMA",
                reading(new GpmSignal(7), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1015,
                "DCGM_FI_PROF_PIPE_TENSOR_DFMA_ACTIVE",
                "ratio 0-1",
                "Tensor pipe busy with double MMA",
                reading(new GpmSignal(6), Conversion.RATIO))
            .per(Scope.INSTANCE),
        gauge(
                1016,
                "DCGM_FI_PROF_PIPE_INT_ACTIVE",
                "ratio 0-1",
                "Share of cycles the integer pipe was busy",
                reading(new GpmSignal(4), Conversion.RATIO))
            .per(Scope.INSTANCE));
  }

  private static List<Metric> traffic() {
    return List.of(
        gauge(
            1076,
            "DCGM_FI_PROF_C2C_TX_ALL_BYTES",
            "bytes/s",
            "C2C sent incl. protocol",
            reading(new GpmSignal(100), Conversion.BYTES_PER_SECOND)),
        gauge(
            1077,
            "DCGM_FI_PROF_C2C_TX_DATA_BYTES",
            "bytes/s",
            "C2C payload sent",
            reading(new GpmSignal(102), Conversion.BYTES_PER_SECOND)),
        gauge(
            1078,
            "DCGM_FI_PROF_C2C_RX_ALL_BYTES",
            "bytes/s",
            "C2C received incl. protocol",
            reading(new GpmSignal(101), Conversion.BYTES_PER_SECOND)),
        gauge(
            1079,
            "DCGM_FI_PROF_C2C_RX_DATA_BYTES",
            "bytes/s",
            "C2C payload received",
            reading(new GpmSignal(103), Conversion.BYTES_PER_SECOND)),
        gauge(
            1080,
            "DCGM_FI_PROF_HOSTMEM_CACHE_HIT",
            "as NVML",
            "Hits of the L2 cache on host memory",
            reading(new GpmSignal(160))),
        gauge(
            1081,
            "DCGM_FI_PROF_HOSTMEM_CACHE_MISS",
            "as NVML",
            "Misses of the L2 cache on host memory",
            reading(new GpmSignal(161))),
        gauge(
            1082,
            "DCGM_FI_PROF_PEERMEM_CACHE_HIT",
            "as NVML",
            "Hits of the L2 cache on peer memory",
            reading(new GpmSignal(162))),
        gauge(
            1083,
            "DCGM_FI_PROF_PEERMEM_CACHE_MISS",
            "as NVML",
            "Misses of the L2 cache on peer memory",
            reading(new GpmSignal(163))),
        counter(
            1084,
            "DCGM_FI_PROF_SM_CYCLES_ELAPSED_TOTAL",
            "cycles",
            "SM cycles elapsed",
            reading(new GpmSignal(248))),
        counter(
            1085,
            "DCGM_FI_PROF_SM_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "SM cycles with a warp resident",
            reading(new GpmSignal(249))),
        counter(
            1086,
            "DCGM_FI_PROF_MMA_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the tensor pipe was busy",
            reading(new GpmSignal(250))),
        counter(
            1087,
            "DCGM_FI_PROF_DMMA_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the tensor pipe was busy with DMMA",
            reading(new GpmSignal(251))),
        counter(
            1088,
            "DCGM_FI_PROF_HMMA_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the tensor pipe was busy with HMMA",
            reading(new GpmSignal(252))),
        counter(
            1089,
            "DCGM_FI_PROF_IMMA_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the tensor pipe was busy with IMMA",
            reading(new GpmSignal(253))),
        counter(
            1090,
            "DCGM_FI_PROF_DFMA_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the tensor pipe was busy with DFMA",
            reading(new GpmSignal(254))),
        counter(
            1091,
            "DCGM_FI_PROF_PCIE_TX_BYTES_TOTAL",
            "bytes",
            "PCIe bytes sent",
            reading(new GpmSignal(255))),
        counter(
            1092,
            "DCGM_FI_PROF_PCIE_RX_BYTES_TOTAL",
            "bytes",
            "PCIe bytes received",
            reading(new GpmSignal(256))),
        counter(
            1093,
            "DCGM_FI_PROF_INT_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the integer pipe was busy",
            reading(new GpmSignal(257))),
        counter(
            1094,
            "DCGM_FI_PROF_FP64_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the FP64 pipe was busy",
            reading(new GpmSignal(258))),
        counter(
            1095,
            "DCGM_FI_PROF_FP32_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the FP32 pipe was busy",
            reading(new GpmSignal(259))),
        counter(
            1096,
            "DCGM_FI_PROF_FP16_CYCLES_ACTIVE_TOTAL",
            "cycles",
            "Cycles the FP16 pipe was busy",
            reading(new GpmSignal(260))));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.sampling.calls.PciBusId;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Compares the readings of real GPUs with what {@code nvidia-smi} prints. Skipped where there is no
 * driver with a GPU. The two look at different moments, so what changes by itself has a tolerance;
 * what does not must be equal.
 */
class RealGpuIT {

  private static final double MIB = 1024.0 * 1024.0;
  private static final double MILLI = 1000;

  /**
   * A figure both tell.
   *
   * @param field nvidia-smi's name
   * @param signal ours
   * @param unit how many of our unit nvidia-smi's is
   * @param tolerance allowed difference, in nvidia-smi's unit
   * @param share allowed difference as a share of nvidia-smi's figure
   */
  private record Figure(
      String field, Signal<Long> signal, double unit, double tolerance, double share) {

    static Figure exact(String field, Signal<Long> signal) {
      return new Figure(field, signal, 1, 0, 0);
    }

    static Figure near(String field, Signal<Long> signal, double tolerance, double share) {
      return new Figure(field, signal, 1, tolerance, share);
    }

    static Figure mebibytes(String field, Signal<Long> signal, double tolerance) {
      return new Figure(field, signal, MIB, tolerance, 0.02);
    }

    static Figure watts(String field, Signal<Long> signal, double tolerance, double share) {
      return new Figure(field, signal, MILLI, tolerance, share);
    }
  }

  private static final List<Figure> FIGURES =
      List.of(
          // nvidia-smi cuts MiB off
          Figure.mebibytes("memory.total", DeviceSignal.MEMORY_TOTAL, 1),
          Figure.mebibytes("memory.used", DeviceSignal.MEMORY_USED, 600),
          Figure.mebibytes("memory.free", DeviceSignal.MEMORY_FREE, 600),
          Figure.mebibytes("memory.reserved", DeviceSignal.MEMORY_RESERVED, 64),
          Figure.near("temperature.gpu", DeviceSignal.TEMPERATURE, 5, 0),
          Figure.near("temperature.memory", FieldSignal.everyPass(82), 5, 0),
          Figure.watts("power.draw", DeviceSignal.POWER_USAGE, 60, 0.3),
          Figure.watts("power.limit", DeviceSignal.POWER_LIMIT, 0.01, 0),
          Figure.watts("enforced.power.limit", DeviceSignal.POWER_LIMIT_ENFORCED, 0.01, 0),
          Figure.watts("power.default_limit", DeviceSignal.POWER_LIMIT_DEFAULT, 0.01, 0),
          Figure.watts("power.min_limit", DeviceSignal.POWER_LIMIT_MIN, 0.01, 0),
          Figure.watts("power.max_limit", DeviceSignal.POWER_LIMIT_MAX, 0.01, 0),
          // clocks follow the load within milliseconds
          Figure.near("clocks.sm", DeviceSignal.SM_CLOCK, 300, 0.5),
          Figure.near("clocks.mem", DeviceSignal.MEMORY_CLOCK, 300, 0.5),
          Figure.exact("clocks.max.sm", DeviceSignal.MAX_SM_CLOCK),
          Figure.exact("clocks.max.memory", DeviceSignal.MAX_MEMORY_CLOCK),
          Figure.near("utilization.gpu", DeviceSignal.GPU_UTILIZATION, 30, 0),
          Figure.near("utilization.memory", DeviceSignal.MEMORY_UTILIZATION, 30, 0),
          Figure.near("pcie.link.gen.current", DeviceSignal.PCIE_GENERATION, 4, 0),
          Figure.exact("pcie.link.gen.max", DeviceSignal.PCIE_MAX_GENERATION),
          Figure.exact("pcie.link.width.current", DeviceSignal.PCIE_WIDTH),
          Figure.exact("pcie.link.width.max", DeviceSignal.PCIE_MAX_WIDTH),
          Figure.exact("ecc.errors.corrected.volatile.total", FieldSignal.everyPass(3)),
          Figure.exact("ecc.errors.uncorrected.volatile.total", FieldSignal.everyPass(4)),
          Figure.exact("ecc.errors.corrected.aggregate.total", FieldSignal.everyPass(5)),
          Figure.exact("ecc.errors.uncorrected.aggregate.total", FieldSignal.everyPass(6)),
          Figure.near("pstate", DeviceSignal.PERFORMANCE_STATE, 8, 0),
          Figure.near("fan.speed", DeviceSignal.FAN_SPEED, 20, 0));

  private static final List<String> TEXTS =
      List.of(
          "index",
          "uuid",
          "name",
          "pci.bus_id",
          "serial",
          "vbios_version",
          "driver_version",
          "persistence_mode",
          "mig.mode.current");

  @Test
  void readingsAgreeWithNvidiaSmi() {
    var fields = Stream.concat(TEXTS.stream(), FIGURES.stream().map(Figure::field)).toList();
    var printed = NvidiaSmi.query(fields);
    assumeTrue(printed.isPresent(), "no NVIDIA driver with a GPU here: nvidia-smi does not answer");
    var signals = new HashSet<Signal<?>>();
    FIGURES.forEach(figure -> signals.add(figure.signal()));
    signals.addAll(
        List.of(DeviceSignal.PERSISTENCE_MODE, DeviceSignal.MIG_MODE, TextSignal.VBIOS_VERSION));
    var plan = new SamplingPlan(signals, true);
    try (var sampler = new Sampler(Defaults.sampling(), plan, SamplerClock.system())) {
      var snapshot = sampler.sampleOnce();
      assertThat(snapshot.driver()).isInstanceOf(DriverState.Ready.class);
      var driver = (DriverState.Ready) snapshot.driver();
      assertThat(snapshot.gpus()).hasSameSizeAs(printed.get());
      var softly = new SoftAssertions();
      for (var gpu : printed.get()) {
        var ours = snapshot.gpus().get(Integer.parseInt(gpu.text("index").orElseThrow()));
        compareTexts(softly, gpu, ours, driver);
        FIGURES.forEach(figure -> compare(softly, figure, gpu, ours));
      }
      softly.assertAll();
    }
  }

  private static void compareTexts(
      SoftAssertions softly, NvidiaSmi.Gpu printed, GpuSample ours, DriverState.Ready driver) {
    var identity = ours.identity();
    softly.assertThat(identity.uuid()).isEqualTo(printed.text("uuid").orElse(""));
    softly.assertThat(identity.name()).isEqualTo(printed.text("name").orElse(""));
    softly
        .assertThat(identity.pciBusId())
        .isEqualTo(PciBusId.canonical(printed.text("pci.bus_id").orElse("")));
    softly
        .assertThat(identity.serial())
        .isEqualTo(printed.text("serial").filter(serial -> !serial.equals("0")));
    softly
        .assertThat(ours.readings().get(TextSignal.VBIOS_VERSION).toOptional())
        .isEqualTo(printed.text("vbios_version"));
    softly
        .assertThat(driver.driverVersion().toOptional())
        .isEqualTo(printed.text("driver_version"));
    softly
        .assertThat(ours.readings().get(DeviceSignal.PERSISTENCE_MODE).toOptional())
        .isEqualTo(printed.text("persistence_mode").map(RealGpuIT::flag));
    softly
        .assertThat(ours.readings().get(DeviceSignal.MIG_MODE).toOptional())
        .isEqualTo(printed.text("mig.mode.current").map(RealGpuIT::flag));
  }

  private static long flag(String word) {
    return word.equals("Enabled") ? 1 : 0;
  }

  private static void compare(
      SoftAssertions softly, Figure figure, NvidiaSmi.Gpu printed, GpuSample gpu) {
    var ours = gpu.readings().get(figure.signal());
    var theirs = printed.number(figure.field());
    if (theirs.isEmpty()) {
      softly.assertThat(ours).as(figure.field()).isNotInstanceOf(Reading.Value.class);
      return;
    }
    var allowed = Math.max(figure.tolerance(), figure.share() * theirs.get());
    var value = ours.toOptional().map(read -> read / figure.unit());
    softly.assertThat(value).as(figure.field()).isPresent();
    value.ifPresent(
        read ->
            softly
                .assertThat(Math.abs(read - theirs.get()))
                .as("%s: %s here, %s by nvidia-smi", figure.field(), read, theirs.get())
                .isLessThanOrEqualTo(allowed));
  }
}

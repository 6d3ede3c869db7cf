// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A GPU that is lost, taken out, put in or back: what its neighbours notice of it. */
@Timeout(120)
class LostGpuTest {

  private static final String FIRST = "0000:1b:00.0";
  private static final String SECOND = "0000:43:00.0";
  private static final String GPUS =
      "devices: [{model: H100-SXM5-80GB, busId: '00000000:1B:00.0'},"
          + " {model: H100-SXM5-80GB, busId: '00000000:43:00.0'}]";

  @TempDir Path directory;
  private final AtomicLong skipped = new AtomicLong();
  private final SamplerClock clock =
      new SamplerClock(InstantSource.system(), () -> System.nanoTime() + skipped.get());

  @SuppressWarnings("NullAway.Init") // each test has its own
  private PciBus bus;

  @BeforeEach
  void aBusWithTheFirstGpu() throws IOException {
    bus = new PciBus(directory.resolve("sys"));
    bus.bind(bus.addGpu(FIRST), "nvidia");
  }

  @Test
  void aGpuThatStaysLostCostsItsNeighbourNothing() throws IOException {
    bus.bind(bus.addGpu(SECOND), "nvidia");
    var node = node(GPUS);
    try (var sampling = start(node)) {
      sampling.awaitFresh(2);
      node.rewrite(GPUS, faults("{lost: 1}"));
      sampling.await("a lost GPU", LostGpuTest::secondLost);
      for (int hour = 0; hour < 3; hour++) {
        skip(sampling);
        var later = sampling.await("a lost GPU", LostGpuTest::secondLost);
        assertThat(later.statistics().enumerations()).isEqualTo(1);
        assertThat(later.absent().departed()).isEmpty();
      }
    }
  }

  @Test
  void aGpuThatComesBackIsReadAndWatchedAgainWithoutOpeningNvmlAnew() throws IOException {
    bus.bind(bus.addGpu(SECOND), "nvidia");
    var node = node(GPUS);
    try (var sampling = start(node)) {
      var before = sampling.awaitFresh(2);
      node.rewrite(GPUS, faults("{lost: 1}"));
      sampling.await("a lost GPU", LostGpuTest::secondLost);
      node.rewrite(GPUS);
      var back = sampling.awaitFresh(2);
      assertThat(back.gpus().get(1).identity()).isEqualTo(before.gpus().get(1).identity());
      var watched = sampling.await("its watch", now -> now.gpus().get(1).events().watched());
      assertThat(watched.statistics().enumerations()).isEqualTo(1);
    }
  }

  @Test
  void aGpuThatIsTakenOutLeavesAfterAnHourAndItsNeighbourNoticesNothing() throws IOException {
    bus.bind(bus.addGpu(SECOND), "nvidia");
    var node = node(GPUS);
    try (var sampling = start(node)) {
      sampling.awaitFresh(2);
      node.rewrite(GPUS, faults("{lost: 1}"));
      bus.remove(SECOND);
      sampling.await("a lost GPU", LostGpuTest::secondLost);
      // The bus is looked at in a slow period.
      assertThat(sampling.during(Duration.ofSeconds(1))).allMatch(LostGpuTest::secondLost);
      skip(sampling);
      var left = sampling.await("its leaving", now -> now.gpus().size() == 1);
      assertThat(left.absent().departed())
          .singleElement()
          .satisfies(gone -> assertThat(gone.identity().pciBusId()).isEqualTo("00000000:43:00.0"));
      assertThat(left.statistics().enumerations()).isEqualTo(1);

      node.rewrite(GPUS);
      assertThat(sampling.awaitFresh(2).absent().departed()).isEmpty();
    }
  }

  @Test
  void aGpuThatIsPutInIsFoundOnceTheDriverHasIt() throws IOException {
    var node = node(GPUS, faults("{absent: 1}"));
    try (var sampling = start(node)) {
      sampling.awaitFresh(1);
      node.rewrite(GPUS);
      var device = bus.addGpu(SECOND);
      assertThat(sampling.during(Duration.ofSeconds(1)))
          .allMatch(now -> now.statistics().enumerations() == 1);
      bus.bind(device, "nvidia");
      sampling.awaitFresh(2);
      assertThat(sampling.during(Duration.ofSeconds(2)))
          .allMatch(now -> now.statistics().enumerations() == 2);
    }
  }

  private SimulatedNode node(String... lines) {
    return new SimulatedNode(directory, lines).pciDevices(bus.devices());
  }

  private Sampling start(SimulatedNode node) {
    return new Sampling(node.config(), new SamplingPlan(Set.of(POWER_USAGE), false), clock);
  }

  private void skip(Sampling sampling) {
    skipped.addAndGet(Duration.ofMinutes(61).toNanos());
    var now = sampling.await("a pass", _ -> true).statistics().passes();
    sampling.await("further passes", later -> later.statistics().passes() > now + 10);
  }

  private static boolean secondLost(NodeSnapshot node) {
    return node.gpus().size() == 2
        && node.gpus().get(0).fresh()
        && node.gpus().get(1).condition() instanceof GpuCondition.Lost;
  }
}

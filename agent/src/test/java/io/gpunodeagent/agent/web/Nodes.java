// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.http.StreamSource;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** States and views for tests. */
final class Nodes {

  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final long GIB = 1L << 30;

  /** For servers that demand no tokens. */
  static final TokenJudge NO_TOKENS =
      (token, path) -> {
        throw new AssertionError("asked about a token");
      };

  /** An API without resources. */
  static final ApiSource NO_API = request -> HttpAnswer.plain(404, "no such resource");

  /** A stream that has ended. */
  static final StreamSource NO_STREAM =
      new StreamSource() {
        @Override
        public Optional<Frame> next(Optional<Frame> last, Duration patience) {
          return Optional.empty();
        }

        @Override
        public void end() {}

        @Override
        public boolean ended() {
          return true;
        }
      };

  private Nodes() {}

  /** On any free port of this machine. */
  static WebConfig config(
      Optional<WebConfig.Tls> tls,
      WebConfig.Admission admission,
      int maxConnections,
      int idleSeconds) {
    return new WebConfig(
        "127.0.0.1",
        0,
        Optional.empty(),
        tls,
        admission,
        new WebConfig.Bounds(maxConnections, 4096, idleSeconds));
  }

  static NodeSnapshot starting() {
    return NodeSnapshot.starting(NOON, false);
  }

  static NodeSnapshot ready(boolean simulated, GpuSample... gpus) {
    var driver =
        new DriverState.Ready(
            Reading.of("580.105.08"),
            Reading.of("13.580.105.08"),
            Reading.of(13_000L),
            Reading.unsupported(),
            "libnvidia-ml.so.1",
            gpus.length);
    return state(driver, simulated, gpus);
  }

  static NodeSnapshot withoutDriver() {
    var driver =
        new DriverState.Unavailable(
            DriverState.Problem.DRIVER_NOT_LOADED,
            "nvmlInit_v2 gave DRIVER_NOT_LOADED",
            "load the kernel module <nvidia>",
            NOON);
    return state(driver, false);
  }

  private static NodeSnapshot state(DriverState driver, boolean simulated, GpuSample... gpus) {
    return new NodeSnapshot(
        1, NOON, driver, simulated, List.of(gpus), NodeTopology.none(), SamplingStatistics.none());
  }

  static GpuSample gpu(int index, GpuCondition condition, MigInstance... instances) {
    var readings =
        Readings.builder()
            .put(DeviceSignal.GPU_UTILIZATION, Reading.of(73L))
            .put(DeviceSignal.MEMORY_USED, Reading.of(20 * GIB))
            .put(DeviceSignal.MEMORY_TOTAL, Reading.of(80 * GIB))
            .put(DeviceSignal.TEMPERATURE, Reading.of(51L))
            .put(DeviceSignal.POWER_USAGE, Reading.of(312_400L))
            .put(DeviceSignal.POWER_LIMIT_ENFORCED, Reading.of(700_000L))
            .build();
    return new GpuSample(
        new GpuIdentity(
            index,
            "GPU-" + index,
            "NVIDIA H100 <80GB>",
            "00000000:1B:00.0",
            Reading.of((long) index),
            Optional.empty()),
        condition,
        NOON,
        readings,
        instances.length > 0,
        List.of(instances),
        List.of(),
        Reading.of(List.of()),
        GpuEvents.none(GpuEvents.Watch.ON, Duration.ofMinutes(5)));
  }

  static MigInstance instance(int id) {
    var readings =
        Readings.builder()
            .put(DeviceSignal.MEMORY_USED, Reading.of(GIB))
            .put(DeviceSignal.MEMORY_TOTAL, Reading.of(10 * GIB))
            .build();
    return new MigInstance(id, "1g.10gb", Reading.unsupported(), List.of(), readings);
  }

  /** The state of a snapshot that nothing was joined with. */
  static NodeState state(NodeSnapshot node) {
    return new NodeState(
        AttributedSnapshot.starting(node), Pods.off(), new SourceState.Off(), Usage.none());
  }

  /** A view of {@code state} whose scrapes are {@code body}. */
  static NodeView view(NodeSnapshot state, String body) {
    var scrape = HttpAnswer.of(200, "text/plain", body);
    return view(state, (accept, acceptEncoding) -> scrape);
  }

  static NodeView view(NodeSnapshot state, ScrapeSource scrapes) {
    return new NodeView(
        scrapes,
        NO_API,
        NO_STREAM,
        () -> state(state),
        new Heartbeat(System::nanoTime, Duration.ofMinutes(1)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as they happen, in a scenario whose clock runs. */
class EventTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void anXidComesWithItsGpu() {
    // Repeated, because events before the registration are not reported.
    try (Nvml nvml = open("[{at: 1ms, device: 1, xid: 79, repeat: {every: 100ms, times: 200}}]");
        NvmlEventSet events = nvml.eventSet().orElseThrow()) {
      for (NvmlResult<NvmlDevice> device : nvml.devices().orElseThrow()) {
        assertThat(events.register(device.orElseThrow(), NvmlEventType.ALL).orElseThrow())
            .isEqualTo(device.orElseThrow().supportedEventTypes().orElseThrow());
      }

      NvmlEvent event = events.await(LONG).orElseThrow();

      assertThat(event.type()).isEqualTo(NvmlEventType.XID_CRITICAL_ERROR);
      assertThat(event.data()).isEqualTo(79);
      assertThat(event.deviceUuid()).isEqualTo(nvml.device(1).orElseThrow().uuid().toOptional());
      assertThat(event.gpuInstanceId()).isEqualTo(OptionalInt.empty());
      assertThat(event.computeInstanceId()).isEqualTo(OptionalInt.empty());
    }
  }

  @Test
  void aWaitWithoutAnEventTimesOut() {
    try (Nvml nvml = open("[]");
        NvmlEventSet events = nvml.eventSet().orElseThrow()) {
      events.register(nvml.device(0).orElseThrow(), NvmlEventType.XID_CRITICAL_ERROR).orElseThrow();

      assertThat(events.await(Duration.ofMillis(20)).code()).isEqualTo(NvmlReturn.TIMEOUT);
    }
  }

  @Test
  void aClosedSetRefusesToWait() {
    try (Nvml nvml = open("[]")) {
      NvmlEventSet events = nvml.eventSet().orElseThrow();
      events.close();
      events.close();

      assertThatThrownBy(() -> events.await(LONG)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSetMayOutliveNvml() {
    NvmlEventSet events;
    NvmlSystemEventSet systemEvents;
    try (Nvml nvml = open("[]")) {
      events = nvml.eventSet().orElseThrow();
      systemEvents = nvml.systemEventSet().orElseThrow();
    }

    assertThatThrownBy(() -> events.await(LONG)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> systemEvents.await(LONG)).isInstanceOf(IllegalStateException.class);
    events.close();
    systemEvents.close();
  }

  @Test
  void theMachineHasEventsOfItsOwn() {
    try (Nvml nvml = open("[]");
        NvmlSystemEventSet events = nvml.systemEventSet().orElseThrow()) {
      assertThat(events.register(NvmlSystemEvent.DRIVER_BIND | NvmlSystemEvent.DRIVER_UNBIND))
          .isEqualTo(NvmlReturn.SUCCESS);
      assertThat(events.await(Duration.ofMillis(20)).code()).isEqualTo(NvmlReturn.TIMEOUT);
    }
  }

  @Test
  void anEventComesWithItsTimeAndOnce() {
    Instant before = Instant.now().minusSeconds(1);
    try (Nvml nvml = open(615, "[{at: 1s, device: 1, xid: 94, instance: 2}]");
        NvmlEventSet events = nvml.eventSet().orElseThrow()) {
      NvmlDevice device = nvml.device(1).orElseThrow();
      events.register(device, NvmlEventType.XID_CRITICAL_ERROR).orElseThrow();

      NvmlTimedEvent timed = events.awaitTimed(LONG).orElseThrow();

      assertThat(timed.event())
          .isEqualTo(
              new NvmlEvent(
                  device.uuid().toOptional(),
                  NvmlEventType.XID_CRITICAL_ERROR,
                  94,
                  OptionalInt.of(2),
                  OptionalInt.of(0)));
      assertThat(timed.at()).isBetween(before, Instant.now().plusSeconds(1));
      assertThat(events.await(Duration.ZERO).code()).isEqualTo(NvmlReturn.TIMEOUT);
      assertThat(events.awaitTimed(Duration.ZERO).code()).isEqualTo(NvmlReturn.TIMEOUT);
    }
  }

  @Test
  void anOlderDriverCannotReportTheTime() {
    try (Nvml nvml = open("[]");
        NvmlEventSet events = nvml.eventSet().orElseThrow()) {
      assertThat(events.awaitTimed(Duration.ZERO).code()).isEqualTo(NvmlReturn.FUNCTION_NOT_FOUND);
    }
  }

  private Nvml open(String events) {
    return open(580, events);
  }

  private Nvml open(int driver, String events) {
    Path scenario =
        Simulation.write(
            directory,
            """
            description: two GPUs to which something happens
            driver: {version: "%d.1"}
            devices:
              - {model: H100-SXM5-80GB}
              - model: H100-SXM5-80GB
                mig: {mode: enabled, instances: [{profile: 3g.40gb, id: 2}]}
            events: %s
            """
                .formatted(driver, events));
    return Simulation.open(Simulation.scenario(scenario));
  }
}

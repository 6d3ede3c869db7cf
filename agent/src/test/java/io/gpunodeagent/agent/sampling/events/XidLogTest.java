// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import static io.gpunodeagent.core.snapshot.GpuEvents.Source.KERNEL_LOG;
import static io.gpunodeagent.core.snapshot.GpuEvents.Source.NVML;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuEvents.Source;
import io.gpunodeagent.core.snapshot.GpuEvents.Xid;
import io.gpunodeagent.core.snapshot.GpuEvents.XidCount;
import io.gpunodeagent.core.snapshot.XidKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class XidLogTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final XidLog log = new XidLog();

  @Test
  void oneXidTellsOnceHoweverManyTellOfIt() {
    assertThat(see(79, 0, NVML)).isTrue();
    assertThat(see(79, 2, KERNEL_LOG)).isFalse();
    assertThat(log.counts()).isEqualTo(Map.of(XidKind.of(79), new XidCount(1, START)));
  }

  @Test
  void twoXidsSeenByBothAreTwoInAnyOrder() {
    see(31, 0, NVML);
    see(31, 0, NVML);
    see(31, 1, KERNEL_LOG);
    see(31, 1, KERNEL_LOG);
    see(13, 3, KERNEL_LOG);
    see(13, 3, NVML);
    see(13, 4, NVML);
    see(13, 4, KERNEL_LOG);
    assertThat(count(31)).isEqualTo(2);
    assertThat(count(13)).isEqualTo(2);
  }

  @Test
  void oneSourceRepeatingItselfIsCountedEachTime() {
    see(31, 0, NVML);
    see(31, 1, NVML);
    see(31, 2, NVML);
    assertThat(count(31)).isEqualTo(3);
  }

  @Test
  void whatIsToldLaterIsAnotherXid() {
    see(31, 0, NVML);
    see(31, 6, KERNEL_LOG);
    assertThat(count(31)).isEqualTo(2);
  }

  @Test
  void anotherCodeIsAnotherXid() {
    see(31, 0, NVML);
    see(13, 0, KERNEL_LOG);
    assertThat(log.counts()).containsOnlyKeys(XidKind.of(31), XidKind.of(13));
  }

  @Test
  void theLastXidIsTheNewestOfAll() {
    see(31, 0, NVML);
    see(48, 1, KERNEL_LOG);
    assertThat(log.latest())
        .containsExactly(new Xid(XidKind.of(48), START.plusSeconds(1), KERNEL_LOG));
  }

  @Test
  void theNewestOfEachInstanceIsKept() {
    on(1, 13, 0);
    on(2, 31, 1);
    on(1, 43, 2);
    var events = events();
    assertThat(events.lastXid().orElseThrow().code()).isEqualTo(43);
    assertThat(events.lastXid(1).orElseThrow().code()).isEqualTo(43);
    assertThat(events.lastXid(2).orElseThrow().code()).isEqualTo(31);
    assertThat(events.lastXid(3)).isEmpty();
    see(79, 10, KERNEL_LOG);
    assertThat(events().lastXid(2).orElseThrow().code()).as("of the whole GPU").isEqualTo(79);
    assertThat(events().lastXid(3).orElseThrow().code()).isEqualTo(79);
    on(2, 45, 20);
    assertThat(events().lastXid(2).orElseThrow().code()).isEqualTo(45);
    assertThat(events().lastXid(1).orElseThrow().code()).isEqualTo(79);
  }

  private void on(int instance, int code, long second) {
    see(new XidKind(code, OptionalInt.of(instance), false), second, NVML);
  }

  private GpuEvents events() {
    return new GpuEvents(
        GpuEvents.Watch.ON,
        log.latest(),
        log.counts(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Duration.ofMinutes(5));
  }

  @Test
  void anInstanceHasItsOwnAndThoseOfTheWholeGpu() {
    on(1, 13, 0);
    on(2, 31, 1);
    see(79, 2, NVML);
    assertThat(events().xidTotals(OptionalInt.of(1))).isEqualTo(Map.of(13, 1L, 79, 1L));
    assertThat(events().xidTotals(OptionalInt.of(2))).isEqualTo(Map.of(31, 1L, 79, 1L));
    assertThat(events().xidTotals(OptionalInt.empty())).isEqualTo(Map.of(13, 1L, 31, 1L, 79, 1L));
  }

  @Test
  void twoInstancesHaveTwoXids() {
    see(new XidKind(31, OptionalInt.of(1), false), 0, NVML);
    assertThat(see(new XidKind(31, OptionalInt.of(2), false), 0, KERNEL_LOG)).isTrue();
    assertThat(see(new XidKind(31, OptionalInt.of(1), false), 1, KERNEL_LOG)).isFalse();
    assertThat(log.counts()).hasSize(2);
  }

  @Test
  void theKernelsWordCorrectsWhatNvmlReportedFirst() {
    see(145, 0, NVML);
    see(145, 0, NVML);
    var nonFatal = XidKind.of(145).asNonFatal();
    assertThat(see(nonFatal, 1, KERNEL_LOG)).isFalse();
    assertThat(log.counts())
        .isEqualTo(
            Map.of(XidKind.of(145), new XidCount(1, START), nonFatal, new XidCount(1, START)));
    assertThat(log.within(Duration.ofSeconds(60), START.plusSeconds(1)))
        .isEqualTo(Map.of(XidKind.of(145), 1L, nonFatal, 1L));
    assertThat(log.latest().getFirst().kind()).isEqualTo(nonFatal);
  }

  @Test
  void theKernelsWordStandsWhenNvmlReportsLater() {
    var nonFatal = XidKind.of(145).asNonFatal();
    see(nonFatal, 0, KERNEL_LOG);
    see(145, 1, NVML);
    assertThat(log.counts()).isEqualTo(Map.of(nonFatal, new XidCount(1, START)));
  }

  @Test
  void theWindowForgetsWhatTheCountersKeep() {
    see(31, 0, NVML);
    see(31, 50, NVML);
    assertThat(log.within(Duration.ofSeconds(60), START.plusSeconds(55)))
        .containsEntry(XidKind.of(31), 2L);
    assertThat(log.within(Duration.ofSeconds(60), START.plusSeconds(70)))
        .containsEntry(XidKind.of(31), 1L);
    assertThat(log.within(Duration.ofSeconds(60), START.plusSeconds(200))).isEmpty();
    assertThat(count(31)).isEqualTo(2);
  }

  private long count(int code) {
    return Objects.requireNonNull(log.counts().get(XidKind.of(code))).count();
  }

  private boolean see(int code, long second, Source source) {
    return see(XidKind.of(code), second, source);
  }

  private boolean see(XidKind kind, long second, Source source) {
    return log.add(new Xid(kind, START.plusSeconds(second), source));
  }
}

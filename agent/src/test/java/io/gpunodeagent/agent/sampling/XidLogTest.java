package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.snapshot.GpuEvents.Source.KERNEL_LOG;
import static io.gpunodeagent.agent.snapshot.GpuEvents.Source.NVML;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.snapshot.GpuEvents;
import io.gpunodeagent.agent.snapshot.GpuEvents.Source;
import io.gpunodeagent.agent.snapshot.GpuEvents.Xid;
import io.gpunodeagent.agent.snapshot.GpuEvents.XidCount;
import io.gpunodeagent.agent.snapshot.GpuEvents.XidTally;
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
    assertThat(log.counts()).isEqualTo(Map.of(79, new XidCount(1, START)));
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
    assertThat(log.counts()).containsOnlyKeys(31, 13);
  }

  @Test
  void theLastXidIsTheNewestOfAll() {
    see(31, 0, NVML);
    see(48, 1, KERNEL_LOG);
    assertThat(log.latest())
        .containsExactly(new Xid(48, START.plusSeconds(1), KERNEL_LOG, OptionalInt.empty()));
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
    log.add(new Xid(code, START.plusSeconds(second), NVML, OptionalInt.of(instance)));
  }

  private GpuEvents events() {
    return new GpuEvents(
        GpuEvents.Watch.ON,
        log.latest(),
        log.counts(),
        log.tallies(Duration.ofMinutes(5), START),
        Map.of(),
        Map.of(),
        Map.of(),
        Duration.ofMinutes(5));
  }

  private long inWindow(long second) {
    var tallies = log.tallies(Duration.ofSeconds(60), START.plusSeconds(second));
    assertThat(tallies).singleElement().matches(tally -> tally.code() == 31 && tally.total() == 2);
    return tallies.getFirst().inWindow();
  }

  @Test
  void anInstanceCountsItsOwnXidsAndThoseOfTheWholeGpu() {
    on(1, 31, 0);
    on(2, 31, 10);
    on(2, 13, 20);
    see(79, 30, NVML);
    assertThat(events().counts(OptionalInt.of(1), XidTally::total))
        .isEqualTo(Map.of(31, 1L, 79, 1L));
    assertThat(events().counts(OptionalInt.of(2), XidTally::total))
        .isEqualTo(Map.of(31, 1L, 13, 1L, 79, 1L));
    assertThat(events().counts(OptionalInt.empty(), XidTally::total))
        .isEqualTo(Map.of(31, 2L, 13, 1L, 79, 1L));
  }

  @Test
  void theWindowForgetsWhatTheCountersKeep() {
    see(31, 0, NVML);
    see(31, 50, NVML);
    assertThat(inWindow(55)).isEqualTo(2);
    assertThat(inWindow(70)).isEqualTo(1);
    assertThat(inWindow(200)).isZero();
    assertThat(count(31)).isEqualTo(2);
  }

  private long count(int code) {
    return Objects.requireNonNull(log.counts().get(code)).count();
  }

  private boolean see(int code, long second, Source source) {
    return log.add(new Xid(code, START.plusSeconds(second), source, OptionalInt.empty()));
  }
}

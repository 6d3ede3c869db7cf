// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State, events and condition over made-up time, as text files. */
class HealthTimelineTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final BuiltNode node = new BuiltNode(2);
  private final Timeline timeline = new Timeline();

  @ParameterizedTest
  @ValueSource(ints = {13, 31, 43, 48, 63, 64, 74, 79, 94, 95, 119, 120, 154})
  void anXid(int code) {
    node.gpu().set(HealthSignals.ENERGY, 90_000_000);
    pass(MINUTE);
    change("XID " + code + " on GPU 0", node.gpu().xid(code));
    pass(MINUTE);
    change("XID " + code + " on GPU 0 again", node.gpu().xid(code));
    pass(Duration.ofHours(2));
    change("GPU 0 is reset", node.gpu().set(HealthSignals.ENERGY, 0));
    pass(MINUTE.multipliedBy(10));
    matches("xid-" + code);
  }

  @Test
  void theRecoveryActionBesideXid154() {
    pass(MINUTE);
    change(
        "XID 154 on GPU 0, the driver wants a reset",
        node.gpu().xid(154).set(HealthSignals.RECOVERY_ACTION, 1));
    pass(MINUTE.multipliedBy(10));
    change("GPU 0 is reset", node.gpu().set(HealthSignals.RECOVERY_ACTION, 0));
    pass(MINUTE.multipliedBy(10));
    matches("xid-154-with-recovery-action");
  }

  @Test
  void anXid154ThatADriverDoesNotExplain() {
    node.gpu().set(HealthSignals.RECOVERY_ACTION, Reading.unsupported());
    pass(MINUTE);
    change("XID 154 on GPU 0", node.gpu().xid(154));
    pass(Duration.ofHours(2));
    matches("xid-154-unexplained");
  }

  @Test
  void aGpuFallsOffTheBusAndComesBack() {
    pass(MINUTE);
    change("GPU 0 falls off the bus", node.gpu().xid(79).lost(15));
    pass(MINUTE.multipliedBy(5));
    change("GPU 0 answers again", node.gpu().fresh());
    pass(MINUTE.multipliedBy(5));
    matches("off-the-bus-and-back");
  }

  @Test
  void aRowRemapIsPendingUntilTheReset() {
    pass(MINUTE);
    change(
        "XID 63, a row remap is pending on GPU 0",
        node.gpu().xid(63).set(HealthSignals.REMAP_PENDING, 1));
    pass(MINUTE.multipliedBy(30));
    change("GPU 0 is reset", node.gpu().set(HealthSignals.REMAP_PENDING, 0));
    pass(MINUTE.multipliedBy(5));
    matches("row-remap-pending");
  }

  @Test
  void aRowRemapFails() {
    pass(MINUTE);
    change(
        "XID 64, a row remap failed on GPU 0",
        node.gpu().xid(64).set(HealthSignals.REMAP_FAILURE, 1));
    pass(Duration.ofHours(3));
    matches("row-remap-failed");
  }

  @Test
  void aLinkFlaps() {
    pass(MINUTE);
    for (int i = 0; i < 5; i++) {
      change("NVLink 1 of GPU 0 goes down", node.gpu().link(1, false));
      pass(Duration.ofSeconds(30));
      change("NVLink 1 of GPU 0 comes up", node.gpu().link(1, true));
      pass(MINUTE.multipliedBy(2));
    }
    pass(MINUTE.multipliedBy(12));
    matches("flapping-link");
  }

  @Test
  void aGpuOverheats() {
    pass(MINUTE);
    change(
        "hardware thermal slowdown of GPU 0",
        node.gpu().set(DeviceSignal.CLOCKS_EVENT_REASONS, 0x48));
    pass(MINUTE.multipliedBy(3));
    change("GPU 0 has cooled down", node.gpu().set(DeviceSignal.CLOCKS_EVENT_REASONS, 0));
    pass(MINUTE.multipliedBy(3));
    matches("overheated");
  }

  @Test
  void theDriverIsReplaced() {
    node.problem(Problem.STARTING);
    pass(MINUTE);
    note("the driver answers");
    node.ready();
    pass(MINUTE);
    note("the driver is unloaded");
    node.problem(Problem.DRIVER_NOT_LOADED);
    pass(MINUTE.multipliedBy(3));
    note("the driver answers");
    node.ready();
    pass(MINUTE.multipliedBy(3));
    matches("driver-replaced");
  }

  @Test
  void aGpuIsOnThePciBusOnly() {
    node.onBus(node.gpus.get(0).bus(), node.gpus.get(1).bus());
    node.gpus.get(1).shown(false);
    pass(MINUTE.multipliedBy(3));
    change("NVML shows GPU 1", node.gpus.get(1).shown(true));
    pass(MINUTE);
    matches("on-the-bus-only");
  }

  /** The change itself is an argument, so that it reads beside what it is called. */
  private void change(String what, BuiltGpu changed) {
    assertThat(changed).isIn(node.gpus);
    note(what);
  }

  private void note(String what) {
    timeline.note(node.sinceStart(), what);
  }

  private void pass(Duration time) {
    for (var left = time; left.isPositive(); left = left.minus(BuiltNode.PERIOD)) {
      var health = node.next();
      timeline.add(node.sinceStart(), health);
    }
  }

  private void matches(String name) {
    Golden.matches("core/src/test/resources/health/" + name + ".txt", timeline.text());
  }
}

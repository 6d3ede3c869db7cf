// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.replay.Frame.Seen;
import io.gpunodeagent.core.sources.ContainerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which pods of one name are one pod. */
class ReplayedPodsTest {

  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final DcgmDevice G0 = new DcgmDevice("G0", OptionalInt.empty());
  private static final DcgmDevice G1 = new DcgmDevice("G1", OptionalInt.empty());

  private final ReplayedPods tenants = new ReplayedPods();

  @Test
  void whoKeepsItsDevicesIsTheSame() {
    see(0, held(G0, "p"), held(G1, "p"));
    see(1, held(G0, "p"), held(G1, "p"));
    assertThat(only().since()).isEqualTo(START);
    assertThat(only().seen()).isEqualTo(minute(1));
  }

  @Test
  void whoLeavesADeviceThatIsThereIsAnother() {
    see(0, held(G0, "p"), held(G1, "p"));
    see(1, held(G0, "p"), held(G1));
    assertThat(only().since()).isEqualTo(minute(1));
    assertThat(only().devices()).containsOnlyKeys(G0);
  }

  @Test
  void whoHoldsOneMoreIsAnother() {
    see(0, held(G0, "p"), held(G1));
    see(1, held(G0, "p"), held(G1, "p"));
    assertThat(only().since()).isEqualTo(minute(1));
  }

  @Test
  void aDeviceThatIsMissingIsThePodsStill() {
    see(0, held(G0, "p"), held(G1, "p"));
    see(1, held(G0, "p"));
    assertThat(only().since()).isEqualTo(START);
    assertThat(only().devices()).containsOnlyKeys(G0, G1);
    assertThat(only().on(G1)).containsExactly("main");
  }

  @Test
  void whoIsHiddenWithItsDevicesStaysForTenMinutes() {
    see(0, held(G0, "p"));
    see(10);
    assertThat(only().since()).isEqualTo(START);
    see(11);
    assertThat(now).isEmpty();
  }

  @Test
  void whoComesBackWithinTenMinutesIsTheSame() {
    see(0, held(G0, "p"));
    see(10, held(G0, "p"));
    see(20, held(G0, "p"));
    assertThat(only().since()).isEqualTo(START);
  }

  @Test
  void whoComesBackLaterIsAnother() {
    see(0, held(G0, "p"));
    see(11, held(G0, "p"));
    assertThat(only().since()).isEqualTo(minute(11));
  }

  @Test
  void whoIsMissingWhereOneOfItsDevicesIsThereIsGone() {
    see(0, held(G0, "p"), held(G1, "p"));
    see(1, held(G0));
    assertThat(now).isEmpty();
  }

  @Test
  void podsOfTwoNamespacesAreTwo() {
    see(0, new Seen(G0, "", Set.of(name("a", "p"), name("b", "p")), false, Map.of()));
    assertThat(now).extracting(ReplayedPod::uid).doesNotHaveDuplicates().hasSize(2);
  }

  private List<ReplayedPod> now = List.of();

  private void see(int minutes, Seen... devices) {
    now = new ArrayList<>(tenants.after(new Frame(minute(minutes), "a", List.of(devices))));
  }

  private ReplayedPod only() {
    assertThat(now).hasSize(1);
    return now.getFirst();
  }

  private static Seen held(DcgmDevice slot, String... pods) {
    return new Seen(
        slot,
        "",
        Set.copyOf(Stream.of(pods).map(pod -> name("ns", pod)).toList()),
        false,
        Map.of(Figure.GPU_UTILIZATION, 0.0));
  }

  private static ContainerName name(String namespace, String pod) {
    return new ContainerName(namespace, pod, "main");
  }

  private static Instant minute(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }
}

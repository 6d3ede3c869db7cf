// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.usage.RandomNode.Tenant;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Weeks on nodes on which everything goes wrong that may. Never is an allocation idle that was used
 * in the window or of which too little was proven; always is one idle whose rest could be seen.
 */
class UsagePropertyTest {

  private static final int NODES = 4;
  private static final int STEPS = 12_000;
  private static final int WARM_UP = 8;

  private final Map<AllocationKey, Account> before = new HashMap<>();
  private final Set<Activity> activities = EnumSet.noneOf(Activity.class);
  private final Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
  private final Set<RandomNode.Condition> reached = EnumSet.noneOf(RandomNode.Condition.class);
  private long idle;
  private long idleUnmeasured;
  private long conflicts;

  @Test
  void neverIdleWithoutProofAndAlwaysWithIt() {
    for (int seed = 0; seed < NODES; seed++) {
      int warmUp = seed % 2 == 0 ? 0 : WARM_UP;
      var node = new RandomNode(seed, RandomNode.PERIOD.multipliedBy(warmUp));
      before.clear();
      for (int i = 0; i < STEPS; i++) {
        node.step();
        for (var tenant : node.tenants) {
          if (tenant.gpus == 1) {
            check("seed " + seed + " period " + node.now + " " + tenant.pod, node, tenant, warmUp);
          }
        }
        totalsOnlyGrow(node);
      }
      reached.addAll(node.reached());
      conflicts +=
          node.world.usage().devices().values().stream()
              .flatMap(device -> device.conflicts().values().stream())
              .mapToLong(Long::longValue)
              .sum();
    }
    // A generator that never reaches a branch proves nothing about it.
    assertThat(activities).containsExactlyInAnyOrder(Activity.values());
    assertThat(doubts)
        .contains(
            Doubt.GPU_NOT_FRESH,
            Doubt.SOURCE_FAILED,
            Doubt.SOURCE_CONFLICT,
            Doubt.UNCORROBORATED,
            Doubt.VISIBILITY,
            Doubt.KUBELET_DOWN,
            Doubt.PODS_DOWN,
            Doubt.WARMING_UP,
            Doubt.SHORT_HISTORY);
    assertThat(idle).isGreaterThan(NODES * STEPS / 10L);
    assertThat(idleUnmeasured).isPositive();
    assertThat(conflicts).isPositive();
    assertThat(reached).containsExactlyInAnyOrder(RandomNode.Condition.values());
  }

  private void check(String what, RandomNode node, Tenant tenant, int warmUp) {
    var entry =
        node.world.usage().accounts().entrySet().stream()
            .filter(each -> each.getKey().container().pod().equals(tenant.pod))
            .findFirst();
    if (entry.isEmpty()) {
      throw new AssertionError(what + " is missing");
    }
    var account = entry.get().getValue();
    activities.add(account.activity());
    account.doubt().ifPresent(doubts::add);
    expect(
        account.activity() != Activity.UNKNOWN || account.doubt().isPresent(),
        what,
        "unknown without a doubt");
    expect(account.activity() != Activity.IDLE || account.doubt().isEmpty(), what, "idle in doubt");
    boolean isIdle = account.activity() == Activity.IDLE;
    if (isIdle) {
      idle++;
      idleUnmeasured += tenant.unmeasured() ? 1 : 0;
      expect(entry.get().getKey().podUid().equals(Optional.of(tenant.uid)), what, "another pod");
      expect(node.now - tenant.lastBusy >= RandomNode.WINDOW, what, "used in the window");
      expect(
          tenant.provable(RandomNode.WINDOW) >= RandomNode.WINDOW * 95 / 100,
          what,
          "too little proven");
      expect(node.now - tenant.started >= RandomNode.WINDOW + warmUp, what, "too young");
    }
    if (mustBeIdle(node, tenant, warmUp)) {
      expect(isIdle, what, "proven at rest and not idle: " + account);
    }
  }

  private static boolean mustBeIdle(RandomNode node, Tenant tenant, int warmUp) {
    long since = node.now - RandomNode.WINDOW - 1;
    return tenant.lastBusy < since
        && tenant.unprovable < since
        && tenant.sighted + warmUp < since
        && node.restarted + warmUp < since;
  }

  private void totalsOnlyGrow(RandomNode node) {
    node.world
        .usage()
        .accounts()
        .forEach(
            (key, account) -> {
              var earlier = before.put(key, account);
              var what = "period " + node.now + " " + key;
              expect(account.active().compareTo(account.held()) <= 0, what, "active beyond held");
              if (earlier != null) {
                expect(grows(earlier.held(), account.held()), what, "held fell");
                expect(grows(earlier.active(), account.active()), what, "active fell");
                expect(
                    earlier.energyJoules().orElse(0) <= account.energyJoules().orElse(0),
                    what,
                    "energy fell");
                expect(
                    earlier.smSeconds().orElse(0) <= account.smSeconds().orElse(0),
                    what,
                    "SM time fell");
              }
            });
  }

  private static boolean grows(Duration earlier, Duration later) {
    return earlier.compareTo(later) <= 0;
  }

  /** Cheaper than an assertion with a description, millions of times. */
  private static void expect(boolean holds, String what, String fault) {
    if (!holds) {
      throw new AssertionError(what + ": " + fault);
    }
  }
}

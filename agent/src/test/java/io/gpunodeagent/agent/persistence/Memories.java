// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.HealthFinding.Progress;
import io.gpunodeagent.core.health.HealthMemory;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.PolicyMemory;
import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.UsageMemory;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;

/** Memories to be kept. */
final class Memories {

  static final String BOOT = "3f1c9c9a-5b0e-4f4e-9a57-0d6f3f1b2c4d";
  static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  private Memories() {}

  /** Of {@code allocations}, idle for {@code idle}. */
  static Remembered of(int allocations, Duration idle) {
    return of(BOOT, allocations, idle);
  }

  static Remembered of(String boot, int allocations, Duration idle) {
    var random = new Random(1);
    var entries =
        IntStream.range(0, allocations).mapToObj(index -> entry(random, index, idle)).toList();
    var usage =
        new UsageMemory(
            boot,
            entries,
            IntStream.range(0, 2)
                .mapToObj(
                    index ->
                        new UsageMemory.Resting(
                            "GPU-" + index, some(random), some(random), some(random)))
                .toList());
    return new Remembered(usage, policies(random, usage), evictions(random), health(random));
  }

  private static HealthMemory health(Random random) {
    var gpus = new ArrayList<HealthMemory.Gpu>();
    for (int index = 0; index < 2; index++) {
      gpus.add(
          new HealthMemory.Gpu(
              "GPU-" + index,
              "GPU " + index,
              "00000000:%02X:00.0".formatted(index + 1),
              random.nextBoolean() ? GpuState.DEGRADED : GpuState.UNHEALTHY,
              NOW.minusSeconds(random.nextInt(1 << 20)),
              random.nextBoolean(),
              new HealthMemory.ResetCounters(some(random), some(random), some(random)),
              CAUSES.stream().map(cause -> finding(random, cause)).toList()));
    }
    return new HealthMemory(gpus, List.of(finding(random, new Cause.SwitchError(20034, false))));
  }

  /** One of every kind that is kept. */
  private static final List<Cause> CAUSES =
      List.of(
          new Cause.XidError(79),
          new Cause.XidNonFatal(145),
          new Cause.SwitchError(20034, true),
          new Cause.RecoveryWanted(-1),
          new Cause.NvLinkDown(3),
          new Cause.NvLinkFlapping(17),
          new Cause.Of(FaultCause.ROW_REMAP_PENDING),
          new Cause.Of(FaultCause.OFF_BUS));

  private static HealthFinding finding(Random random, Cause cause) {
    return new HealthFinding(
        cause,
        NOW.minusSeconds(100 + random.nextInt(100)),
        NOW.minusSeconds(random.nextInt(100)),
        1 + random.nextInt(5),
        "seen in the kernel log",
        new Progress(
            Duration.ofNanos(random.nextInt(1 << 30)),
            Duration.ofSeconds(random.nextInt(60)),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new HealthFinding.Reported(Health.NEVER, 1 + random.nextInt(5)))));
  }

  private static PolicyMemory policies(Random random, UsageMemory usage) {
    var pods =
        IntStream.range(0, random.nextInt(4)).mapToObj(index -> watched(random, index)).toList();
    var criteria =
        new ActivityCriteria(
            new ActivityThresholds(1, random.nextDouble(), 15, 10, 1),
            Duration.ofNanos(random.nextInt(1 << 30)),
            Duration.ofMinutes(5));
    var shares =
        IntStream.range(0, random.nextInt(4)).mapToObj(index -> share(random, index)).toList();
    return new PolicyMemory(
        usage.bootId(), NOW, pods, shares, List.of(new PolicyMemory.Clock(criteria, usage)));
  }

  private static PolicyMemory.WatchedPod watched(Random random, int index) {
    return new PolicyMemory.WatchedPod(
        "uid-" + index,
        "notebooks",
        containers(index),
        random.nextBoolean() ? Optional.empty() : Optional.of(NOW.minusMillis(random.nextInt())),
        List.of(new PolicyMemory.Stretch(Duration.ofSeconds(index), Duration.ofNanos(index))),
        announced(random));
  }

  private static PolicyMemory.WatchedShare share(Random random, int index) {
    return new PolicyMemory.WatchedShare(
        "uid-" + index,
        "dev-gpus",
        containers(index),
        Duration.ofNanos(random.nextInt(1 << 30)),
        Duration.ofSeconds(index),
        announced(random));
  }

  private static List<SeenContainer> containers(int restarts) {
    return List.of(
        new SeenContainer("main", Optional.of("c".repeat(64)), OptionalInt.of(restarts)),
        new SeenContainer("init", Optional.empty(), OptionalInt.empty()));
  }

  private static Optional<PolicyMemory.Announced> announced(Random random) {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(
            new PolicyMemory.Announced(
                NOW,
                Duration.ofMinutes(10),
                Duration.ofNanos(random.nextInt(1 << 30)),
                Duration.ZERO));
  }

  private static EvictionMemory evictions(Random random) {
    return new EvictionMemory(
        IntStream.range(0, random.nextInt(3))
            .mapToObj(index -> new EvictionMemory.Past("uid-" + index, NOW.minusSeconds(index)))
            .toList());
  }

  /** Anything the agent may come to know. */
  static Remembered random(long seed) {
    var random = new Random(seed);
    return of(random.nextInt(20), Duration.ofNanos(random.nextLong(1L << 56)));
  }

  private static UsageMemory.Entry entry(Random random, int index, Duration idle) {
    var gpu = "GPU-" + index % 2;
    return new UsageMemory.Entry(
        new AllocationKey(
            new ContainerName("team-ä", "pod-" + index, "main"),
            Optional.of("uid-" + index),
            index % 3 == 0 ? new Device.GpuInstance(gpu, index) : new Device.Gpu(gpu)),
        "c".repeat(63) + index % 10,
        NOW.minusNanos(random.nextLong(1L << 50)),
        Duration.ofNanos(random.nextLong(1L << 56)),
        Duration.ofNanos(random.nextLong(1L << 56)),
        random.nextBoolean()
            ? OptionalDouble.empty()
            : OptionalDouble.of(random.nextDouble() * 1e9),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble()),
        idle,
        random.nextBoolean() ? Optional.empty() : Optional.of(NOW.minusMillis(random.nextInt())),
        Duration.ofNanos(random.nextInt(1 << 30)));
  }

  private static OptionalLong some(Random random) {
    return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(1 << 20));
  }
}

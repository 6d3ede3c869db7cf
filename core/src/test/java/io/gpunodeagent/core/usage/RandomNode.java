// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A node on which everything goes wrong that may, and which knows the truth: two GPUs held alone,
 * one shared by three pods, one under MIG with two instances, and two that one pod holds together.
 * One of the two held alone is of a model nobody has measured. Time is counted in periods, the
 * longest an agent may be given; use lasts four periods at least, so that it cannot hide in a gap
 * that is borne.
 */
public final class RandomNode {

  public static final int WINDOW = 20;
  public static final Duration PERIOD = Duration.ofMinutes(1);

  private static final int HISTORY = 128;
  private static final int SHARED = 2;
  private static final int MIG = 3;
  private static final int PAIR = 4;
  private static final int GPUS = 6;

  /** What each of the three may take at most, so that together they find room. */
  private static final int THIRD = 33;

  /**
   * The third that a replica is entitled to and the fifth of it that is tolerated, but for errors.
   */
  private static final double FAIR = 0.399;

  private static final double CLEARLY_UNFAIR = 0.42;

  private static final int UNMEASURED = 1;

  /** For so long a new process of the unmeasured GPU has not opened it yet. */
  private static final int OPENS_AFTER = 3;

  private static final long EMPTY_WATTS = 70;
  private static final long CONTEXT_WATTS = 100;
  private static final long WORK_WATTS = 150;

  public final List<Tenant> tenants = new ArrayList<>();
  public final World world = new World();
  public long now;
  public long restarted = Long.MIN_VALUE / 2;
  private final Random random;
  private final Trouble[] lost = troubles(GPUS);
  private final Trouble[] failing = troubles(GPUS);
  private final Trouble[] stuck = troubles(GPUS);
  private final Trouble[] frozen = troubles(GPUS);
  private final Trouble[] high = troubles(GPUS);
  private final Trouble[] powerless = troubles(GPUS);
  private final Trouble[] limitless = troubles(GPUS);
  private final Set<Condition> reached = EnumSet.noneOf(Condition.class);
  private final Trouble kubelet = new Trouble();
  private final Trouble api = new Trouble();
  private final Trouble hidden = new Trouble();
  private final Trouble unseen = new Trouble();
  private boolean suspect;

  /** What may go wrong with the readings of a GPU, and what is true of it meanwhile. */
  public enum Condition {
    /** GPM reads zero on a GPU in use. */
    GPM_ZERO_IN_USE,
    /** All load reads zero on a GPU in use. */
    ALL_ZERO_IN_USE,
    /** The same while another GPU is at rest. */
    ALL_ZERO_BESIDE_REST,
    /** The same while another GPU is in use and read rightly. */
    ALL_ZERO_BESIDE_USE,
    /** The same while the power limit cannot be read. */
    ALL_ZERO_WITHOUT_LIMIT,
    /** The same while power cannot be read. */
    ALL_ZERO_WITHOUT_POWER,
    /** All load reads zero on a GPU at rest. */
    ALL_ZERO_AT_REST,
    /** Utilization reads 100 % on a GPU at rest. */
    HIGH_AT_REST,
    /** Power cannot be read, or reads what no GPU can draw. */
    NO_POWER,
    /** The GPU of an unmeasured model has no process. */
    UNMEASURED_EMPTY
  }

  /** What was reached so far. */
  public Set<Condition> reached() {
    return reached;
  }

  /** What is true of a pod. */
  public static final class Tenant {
    public final String pod;
    final int gpu;
    final int gpus;
    final int slot;
    public String uid = "";
    int containers;
    long pid;
    public boolean busy;
    int busyGpus;
    long percent;
    long phaseEnd;
    public long lastBusy = Long.MIN_VALUE / 2;
    public long started;
    public long sighted;
    boolean fresh;
    public long unprovable = Long.MIN_VALUE / 2;
    final boolean[] mayProve = new boolean[HISTORY];
    long noted;

    /** Whether the latest sample could tell who uses its GPU. */
    public boolean seen;

    /** The latest sample in which it took too much. */
    public long unfair = Long.MIN_VALUE / 2;

    /** The latest sample in which it did not clearly so, or that could not be seen. */
    public long notUnfair = Long.MIN_VALUE / 2;

    Tenant(String pod, int gpu, int gpus, int slot) {
      this.pod = pod;
      this.gpu = gpu;
      this.gpus = gpus;
      this.slot = slot;
    }

    boolean holds(int index) {
      return index >= gpu && index < gpu + gpus;
    }

    /** What it uses of a GPU it holds. */
    long percentOf(int index) {
      return busy && (busyGpus >> (index - gpu) & 1) == 1 ? percent : 0;
    }

    /** Whether its GPU is of a model nobody has measured. */
    public boolean unmeasured() {
      return gpu == UNMEASURED;
    }

    /** Whether it shares its GPU in replicas. */
    public boolean shares() {
      return gpu == SHARED;
    }

    /** How many of the last {@code span} samples could prove anything at all. */
    public int provable(int span) {
      int count = 0;
      for (int i = 0; i < span; i++) {
        count += mayProve[(int) Math.floorMod(noted - i, (long) HISTORY)] ? 1 : 0;
      }
      return count;
    }
  }

  /** Something that is wrong until some time. */
  private static final class Trouble {
    private long until;

    boolean at(long now) {
      return now < until;
    }
  }

  public RandomNode(long seed, Duration warmUp) {
    random = new Random(seed);
    var defaults = UsageRules.defaults(PERIOD);
    world.rules(
        new UsageRules(
            PERIOD, PERIOD.multipliedBy(WINDOW), warmUp, defaults.keep(), defaults.thresholds()));
    tenant("alone", 0, 1, 0);
    tenant("older", 1, 1, 0);
    tenant("one", SHARED, 1, 0);
    tenant("two", SHARED, 1, 1);
    tenant("three", SHARED, 1, 2);
    tenant("small", MIG, 1, 1);
    tenant("large", MIG, 1, 2);
    tenant("wide", PAIR, 2, 0);
    tenants.forEach(tenant -> tenant.phaseEnd = WINDOW * 2);
  }

  private void tenant(String pod, int gpu, int gpus, int slot) {
    var tenant = new Tenant(pod, gpu, gpus, slot);
    tenants.add(tenant);
    recreate(tenant);
    switch (gpu) {
      case SHARED -> world.replica(pod, gpu, slot);
      case MIG -> world.instance(pod, gpu, slot);
      default -> {
        for (int index = gpu; index < gpu + gpus; index++) {
          world.holds(pod, index);
        }
      }
    }
  }

  /** Lets a period pass, with a sample at its end or not. */
  public void step() {
    trouble();
    int missed = chance(400) ? 1 + random.nextInt(chance(3) ? 60 : 2) : 0;
    for (int i = 0; i < missed; i++) {
      tick();
      world.pass(PERIOD);
      tenants.forEach(tenant -> note(tenant, false, false));
    }
    tick();
    sample();
  }

  private void tick() {
    now++;
    for (var tenant : tenants) {
      if (now >= tenant.phaseEnd) {
        tenant.busy = !tenant.busy;
        tenant.percent = 5L + random.nextInt(tenant.shares() ? THIRD - 5 : 90);
        tenant.busyGpus = 1 + random.nextInt((1 << tenant.gpus) - 1);
        int longest = tenant.shares() ? 120 : 40;
        tenant.phaseEnd = now + 4 + random.nextInt(tenant.busy ? longest : 250);
      }
      if (tenant.busy) {
        tenant.lastBusy = now;
      }
    }
  }

  private void trouble() {
    if (now < WINDOW * 2) {
      return;
    }
    for (int gpu = 0; gpu < GPUS; gpu++) {
      strike(lost[gpu], 800, 50);
      strike(failing[gpu], 300, 10);
      strike(stuck[gpu], 2000, 400);
      strike(frozen[gpu], 2000, 400);
      strike(high[gpu], 2000, 100);
      strike(powerless[gpu], 1000, 100);
      strike(limitless[gpu], 1000, 400);
    }
    strike(kubelet, 800, 30);
    strike(api, 800, 30);
    strike(hidden, 800, 40);
    strike(unseen, 800, 40);
    for (var tenant : tenants) {
      if (chance(1500)) {
        recreate(tenant);
      } else if (chance(1500)) {
        restart(tenant);
      }
    }
    if (chance(500)) {
      world.setClock(Duration.ofDays(random.nextInt(80) - 40L));
    }
    if (chance(2000)) {
      world.restart("boot", "boot");
      restarted = now;
    }
  }

  private void strike(Trouble trouble, int odds, int longest) {
    if (chance(odds)) {
      trouble.until = now + 1 + random.nextInt(longest);
    }
  }

  private boolean chance(int odds) {
    return random.nextInt(odds) == 0;
  }

  private void recreate(Tenant tenant) {
    tenant.uid = tenant.pod + "-" + random.nextLong();
    tenant.lastBusy = Long.MIN_VALUE / 2;
    tenant.busy = false;
    tenant.phaseEnd = now + 4 + random.nextInt(50);
    restart(tenant);
  }

  /** The new process takes a number that is free, maybe one that another pod's just had. */
  private void restart(Tenant tenant) {
    world.gone(tenant.pid);
    do {
      tenant.pid = 1L + random.nextInt(12);
    } while (tenants.stream().anyMatch(t -> t != tenant && t.pid == tenant.pid));
    tenant.containers++;
    tenant.started = now;
    tenant.fresh = true;
    world.pod(tenant.pod, tenant.uid, Optional.of(tenant.uid + "/" + tenant.containers));
    world.runs(tenant.pod, tenant.pid);
  }

  private void sample() {
    var down = new SourceState.Down(Instant.EPOCH, Optional.of(Instant.EPOCH), "gone");
    world.kubelet(kubelet.at(now) ? Optional.of(down) : Optional.empty());
    world.api(api.at(now) ? Optional.of(down) : Optional.empty());
    world.seeing(
        hidden.at(now) ? new Visibility.Partial("some are hidden") : new Visibility.Full());
    var gpus = new GpuBuilder[GPUS];
    for (int gpu = 0; gpu < GPUS; gpu++) {
      gpus[gpu] = gpu(gpu);
    }
    if (stuck[MIG].at(now) && busy(MIG)) {
      suspect = true;
    } else if (busy(MIG) && !lost[MIG].at(now) && !failing[MIG].at(now)) {
      suspect = false;
    }
    tenants.forEach(this::note);
    for (int gpu = 0; gpu < GPUS; gpu++) {
      reach(gpu);
    }
    world.sample(gpus);
  }

  private GpuBuilder gpu(int index) {
    var gpu = new GpuBuilder(index);
    if (lost[index].at(now)) {
      gpu.condition(new GpuCondition.Lost("nvmlDeviceGetUuid", 15, Instant.EPOCH));
    }
    long sum = 0;
    for (var tenant : tenants) {
      if (tenant.holds(index)) {
        sum += tenant.percentOf(index);
        use(gpu, tenant, index);
      }
    }
    long percent = Math.min(100, sum);
    boolean fails = failing[index].at(now);
    if (index != MIG) {
      long shown = high[index].at(now) ? 100 : frozen[index].at(now) ? 0 : percent;
      gpu.with(
          DeviceSignal.GPU_UTILIZATION,
          fails ? Reading.failed("nvmlDeviceGetUtilizationRates", 999) : Reading.of(shown));
    }
    if (index == 0 || index == SHARED) {
      boolean zero = stuck[index].at(now) || frozen[index].at(now);
      gpu.with(new GpmSignal(2), Reading.of(zero ? 0.0 : percent * 0.9));
    }
    if (index == UNMEASURED) {
      gpu.model("NVIDIA of tomorrow");
    }
    return gpu.with(DeviceSignal.POWER_USAGE, power(index, percent))
        .with(
            DeviceSignal.POWER_LIMIT_ENFORCED,
            limitless[index].at(now)
                ? Reading.failed("nvmlDeviceGetEnforcedPowerLimit", 999)
                : Reading.of(700_000L))
        .with(UsageSignals.ENERGY, Reading.of(random.nextInt(1000) + now * 1_000_000));
  }

  private Reading<Long> power(int index, long percent) {
    long rest = empty(index) ? EMPTY_WATTS : CONTEXT_WATTS;
    long watts = (percent > 0 ? WORK_WATTS + 2 * percent : rest) + random.nextInt(4);
    return powerless[index].at(now)
        ? Reading.failed("nvmlDeviceGetPowerUsage", 999)
        : Reading.of(watts * 1000);
  }

  /** Whether the process has not opened its GPU yet. */
  private boolean empty(int index) {
    return index == UNMEASURED
        && tenants.stream()
            .noneMatch(
                tenant ->
                    tenant.gpu == index && (tenant.busy || now - tenant.started >= OPENS_AFTER));
  }

  private void reach(int gpu) {
    boolean used = busy(gpu);
    boolean zero = gpu == MIG ? stuck[gpu].at(now) : frozen[gpu].at(now);
    reach(Condition.GPM_ZERO_IN_USE, used && gpu == 0 && stuck[gpu].at(now));
    reach(Condition.ALL_ZERO_IN_USE, used && zero);
    reach(Condition.ALL_ZERO_BESIDE_REST, used && zero && !busy((gpu + 1) % PAIR));
    reach(Condition.ALL_ZERO_BESIDE_USE, used && zero && busy((gpu + 1) % PAIR));
    reach(Condition.ALL_ZERO_WITHOUT_LIMIT, used && zero && limitless[gpu].at(now));
    reach(Condition.ALL_ZERO_WITHOUT_POWER, used && zero && powerless[gpu].at(now));
    reach(Condition.ALL_ZERO_AT_REST, !used && zero);
    reach(Condition.HIGH_AT_REST, !used && high[gpu].at(now));
    reach(Condition.NO_POWER, powerless[gpu].at(now));
    reach(Condition.UNMEASURED_EMPTY, empty(gpu));
  }

  private void reach(Condition condition, boolean holds) {
    if (holds) {
      reached.add(condition);
    }
  }

  private void use(GpuBuilder gpu, Tenant tenant, int index) {
    if (empty(index)) {
      return;
    }
    long percent = index != MIG && frozen[index].at(now) ? 0 : tenant.percentOf(index);
    if (index == MIG) {
      Reading<Double> gpm =
          failing[index].at(now)
              ? Reading.failed("nvmlGpmMetricsGet", 999)
              : Reading.of(stuck[index].at(now) ? 0.0 : percent);
      UsageBuilders.instance(gpu, tenant.slot, gpm).migProcess(tenant.pid, tenant.slot, 0, 1);
    } else {
      // One that cannot be looked at: the kernel gave the number to nobody the agent can see.
      boolean secret = unseen.at(now) && index == SHARED && tenant.slot == 1;
      gpu.process(secret ? 99 : tenant.pid, percent, 1);
    }
  }

  private boolean busy(int gpu) {
    return tenants.stream().anyMatch(tenant -> tenant.gpu == gpu && tenant.busy);
  }

  private void note(Tenant tenant) {
    tenant.sighted = tenant.fresh ? now : tenant.sighted;
    tenant.fresh = false;
    boolean read = !kubelet.at(now) && !api.at(now);
    boolean whole = true;
    boolean raised = false;
    boolean corroborated = true;
    for (int index = tenant.gpu; index < tenant.gpu + tenant.gpus; index++) {
      read &= !lost[index].at(now);
      whole &= !failing[index].at(now);
      corroborated &= !powerless[index].at(now);
      raised |= high[index].at(now);
    }
    boolean seen = !hidden.at(now) && !unseen.at(now);
    boolean honest = !frozen[tenant.gpu].at(now) || !busy(tenant.gpu);
    boolean known =
        switch (tenant.gpu) {
          case SHARED -> busy(SHARED) ? seen && honest : whole && corroborated;
          case MIG -> whole && !(stuck[MIG].at(now) && busy(MIG)) && (busy(MIG) || corroborated);
          default -> whole && corroborated;
        };
    boolean learning = (tenant.gpu == MIG && suspect) || tenant.unmeasured();
    note(tenant, read && known, read && known && !learning && !raised);
    noteShare(tenant, read && seen && honest);
  }

  private void noteShare(Tenant tenant, boolean seen) {
    long sum = 0;
    int active = 0;
    for (var each : tenants) {
      if (each.gpu == tenant.gpu && each.busy) {
        sum += each.percent;
        active++;
      }
    }
    double part = tenant.busy && active > 1 ? (double) tenant.percent / sum : 0;
    tenant.seen = seen;
    tenant.unfair = part > FAIR ? now : tenant.unfair;
    tenant.notUnfair = part > CLEARLY_UNFAIR && seen ? tenant.notUnfair : now;
  }

  private void note(Tenant tenant, boolean may, boolean must) {
    tenant.mayProve[(int) (now % HISTORY)] = may;
    tenant.noted = now;
    if (!must) {
      tenant.unprovable = now;
    }
    if (!may) {
      tenant.notUnfair = now;
    }
  }

  private static Trouble[] troubles(int count) {
    var troubles = new Trouble[count];
    for (int i = 0; i < count; i++) {
      troubles[i] = new Trouble();
    }
    return troubles;
  }
}

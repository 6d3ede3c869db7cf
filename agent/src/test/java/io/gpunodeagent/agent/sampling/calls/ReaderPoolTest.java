// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As few threads as make progress, and never two for one GPU. */
@Timeout(60)
class ReaderPoolTest {

  private static final int GPUS = 8;

  private final AtomicLong now = new AtomicLong();
  private final Semaphore onTheWay = new Semaphore(Integer.MAX_VALUE / 2);
  private final Semaphore done = new Semaphore(0);
  private final ReaderPool pool = new ReaderPool(this::nanos, done::release);
  private final List<Gpu> gpus = Stream.generate(Gpu::new).limit(GPUS).toList();

  /** Read when that is ordered, and stays in the reading until it is let go. */
  private static final class Gpu implements ReaderPool.Work {

    private final AtomicBoolean ordered = new AtomicBoolean();
    private final AtomicInteger inside = new AtomicInteger();
    private final Semaphore letGo = new Semaphore(0);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean hangs;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();

    Gpu order() {
      ordered.set(true);
      return this;
    }

    @Override
    public boolean pending() {
      return ordered.get();
    }

    @Override
    public void run() {
      ordered.set(false);
      threads.add(Thread.currentThread());
      overlaps.addAndGet(inside.getAndIncrement());
      entered.countDown();
      if (hangs) {
        letGo.acquireUninterruptibly();
      }
      reads.incrementAndGet();
      inside.decrementAndGet();
    }
  }

  private long nanos() {
    if (Thread.currentThread().getName().equals("nvml-gpus")) {
      onTheWay.acquireUninterruptibly();
      onTheWay.release();
    }
    return now.get();
  }

  @AfterEach
  void end() {
    pool.stop();
    gpus.forEach(gpu -> gpu.letGo.release());
  }

  private void orderAll() {
    pool.add(gpus.stream().map(Gpu::order).toList());
  }

  /** Lets the time pass after which a thread that is at one GPU gets help. */
  private void patienceEnds() {
    now.addAndGet(ReaderPool.PATIENCE.toNanos());
    pool.attend();
  }

  private static List<Integer> reads(List<Gpu> gpus) {
    return gpus.stream().map(gpu -> gpu.reads.get()).toList();
  }

  @Test
  void oneThreadReadsAllGpusPassAfterPass() throws InterruptedException {
    for (int pass = 1; pass <= 3; pass++) {
      orderAll();
      done.acquire();
      assertThat(reads(gpus)).containsOnly(pass);
    }
    assertThat(pool.size()).isOne();
    assertThat(gpus.stream().flatMap(gpu -> gpu.threads.stream()).distinct()).hasSize(1);
    assertThat(pool.attend()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aGpuThatKeepsItsThreadLeavesTheRestToAnother() throws InterruptedException {
    gpus.getFirst().hangs = true;
    orderAll();
    gpus.getFirst().entered.await();
    now.addAndGet(ReaderPool.PATIENCE.toNanos() - 1);
    assertThat(pool.attend()).isOne();
    assertThat(pool.size()).isOne();

    patienceEnds();
    done.acquire();
    assertThat(reads(gpus.subList(1, GPUS))).containsOnly(1);

    // What returns late is read again, and its thread is one too many.
    gpus.getFirst().hangs = false;
    gpus.getFirst().letGo.release();
    done.acquire();
    assertThat(pool.size()).isOne();
    orderAll();
    done.acquire();
    assertThat(reads(gpus)).containsExactly(2, 2, 2, 2, 2, 2, 2, 2);
  }

  @Test
  void aGpuThatHangsCostsLaterPassesNothing() throws InterruptedException {
    gpus.get(3).hangs = true;
    orderAll();
    gpus.get(3).entered.await();
    patienceEnds();
    done.acquire();
    for (int pass = 2; pass <= 4; pass++) {
      orderAll();
      done.acquire();
      assertThat(reads(gpus)).containsExactly(pass, pass, pass, 0, pass, pass, pass, pass);
    }
    assertThat(pool.size()).isEqualTo(2);
  }

  @Test
  void thereAreNeverMoreThreadsThanGpus() throws InterruptedException {
    gpus.forEach(gpu -> gpu.hangs = true);
    orderAll();
    for (var gpu : gpus) {
      gpu.entered.await();
      patienceEnds();
    }
    for (int more = 0; more < GPUS; more++) {
      orderAll();
      patienceEnds();
    }
    assertThat(pool.size()).isEqualTo(GPUS);

    gpus.forEach(gpu -> gpu.hangs = false);
    gpus.forEach(gpu -> gpu.letGo.release());
    done.acquire(GPUS);
    assertThat(pool.size()).isOne();
    // All were ordered once more while they were read.
    assertThat(reads(gpus)).containsOnly(2);
  }

  @Test
  void aThreadThatOnlyLacksAProcessorGetsNoHelp() throws InterruptedException {
    onTheWay.drainPermits();
    orderAll();
    patienceEnds();
    patienceEnds();
    assertThat(pool.size()).isOne();
    onTheWay.release();
    done.acquire();
    assertThat(reads(gpus)).containsOnly(1);
  }

  @Test
  void nothingIsBegunAfterTheEnd() throws InterruptedException {
    gpus.getFirst().hangs = true;
    orderAll();
    gpus.getFirst().entered.await();
    var thread = gpus.getFirst().threads.iterator().next();
    pool.stop();
    orderAll();
    patienceEnds();
    gpus.getFirst().letGo.release();
    thread.join();
    assertThat(reads(gpus)).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void twoThreadsAreNeverAtOneGpu() throws InterruptedException {
    var random = new Random(1);
    var stopped = new AtomicBoolean();
    var letter =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stopped.get()) {
                    gpus.forEach(gpu -> gpu.letGo.release());
                    Thread.onSpinWait();
                  }
                });
    for (int pass = 0; pass < 2000; pass++) {
      gpus.forEach(gpu -> gpu.hangs = random.nextInt(4) == 0);
      var some = new ArrayList<>(gpus);
      some.removeIf(_ -> random.nextInt(3) == 0);
      pool.add(some.stream().map(Gpu::order).toList());
      patienceEnds();
      assertThat(pool.size()).isLessThanOrEqualTo(GPUS);
    }
    stopped.set(true);
    letter.join();
    gpus.forEach(gpu -> gpu.letGo.release(1000));
    gpus.forEach(gpu -> gpu.hangs = false);
    var before = reads(gpus);
    done.drainPermits();
    orderAll();
    while (!allReadAgain(before)) {
      patienceEnds();
      Thread.onSpinWait();
    }
    assertThat(gpus).allMatch(gpu -> gpu.overlaps.get() == 0);
  }

  private boolean allReadAgain(List<Integer> before) {
    var after = reads(gpus);
    return Stream.iterate(0, i -> i + 1).limit(GPUS).allMatch(i -> after.get(i) > before.get(i));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls into a file system that may never return, as on a disk that hangs. Each has a thread of its
 * own, and whoever waits for it waits no longer than agreed. A few run at a time: those that hang
 * keep their places until the disk answers, so that requests do not pile up behind it. Safe for any
 * number of threads.
 */
public final class BoundedCalls {

  private final String name;
  private final Duration patience;
  private final Semaphore places;

  /**
   * Calls on threads called {@code name}.
   *
   * @param most calls at a time
   * @param patience for a place and the answer together
   */
  public BoundedCalls(String name, int most, Duration patience) {
    this.name = name;
    this.patience = patience;
    places = new Semaphore(most);
  }

  /** No answer came in time. */
  public static final class NoAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    NoAnswerException(Duration patience) {
      super("no answer within " + patience.toMillis() + " ms");
    }
  }

  /**
   * What {@code call} returns.
   *
   * @throws NoAnswerException when it does not return in time, or others that did not keep all
   *     places
   * @throws IOException when it fails so
   */
  public <T> T call(Callable<T> call) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new NoAnswerException(patience);
    }
    var task = new FutureTask<>(call);
    try {
      Thread.ofPlatform().daemon().name(name).start(() -> run(task));
    } catch (Error noThread) {
      places.release();
      throw noThread;
    }
    try {
      return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new NoAnswerException(patience);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException refused) {
        throw refused;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private void run(FutureTask<?> task) {
    try {
      task.run();
    } finally {
      places.release();
    }
  }
}

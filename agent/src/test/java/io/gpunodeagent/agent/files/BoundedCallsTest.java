// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.files.BoundedCalls.NoAnswerException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedCallsTest {

  private final CountDownLatch disk = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final Callable<String> hangs =
      () -> {
        begun.incrementAndGet();
        disk.await();
        return "late";
      };

  @Test
  void whatReturnsAndWhatFailsIsPassedOn() throws Exception {
    var calls = new BoundedCalls("disk", 1, Duration.ofSeconds(30));

    assertThat(calls.call(() -> "there")).isEqualTo("there");
    assertThatThrownBy(
            () ->
                calls.call(
                    () -> {
                      throw new NoSuchFileException("gone");
                    }))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(calls.call(() -> "there still")).isEqualTo("there still");
  }

  @Test
  void nobodyWaitsForADiskThatHangsAndNoMoreThanAFewCallsDo() throws Exception {
    var calls = new BoundedCalls("disk", 2, Duration.ofMillis(50));

    for (int times = 0; times < 5; times++) {
      assertThatThrownBy(() -> calls.call(hangs))
          .isInstanceOf(NoAnswerException.class)
          .hasMessage("no answer within 50 ms");
    }
    assertThat(begun).hasValueLessThanOrEqualTo(2);

    disk.countDown();
    Eventually.until(
        "the disk answers again",
        () -> {
          try {
            return calls.call(() -> true);
          } catch (IOException | InterruptedException notYet) {
            return false;
          }
        });
  }
}

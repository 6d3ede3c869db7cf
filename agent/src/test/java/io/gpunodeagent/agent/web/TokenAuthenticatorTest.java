// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.web.TokenJudge.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asked what is remembered for as long as it may be, and no longer. */
class TokenAuthenticatorTest {

  private final AtomicLong now = new AtomicLong();
  private final List<String> asked = new ArrayList<>();
  private Verdict verdict = Verdict.ADMITTED;
  private final TokenAuthenticator authenticator =
      new TokenAuthenticator(
          (token, path) -> {
            asked.add(token + " " + path);
            return verdict;
          },
          now::get);

  private Verdict judge(String token, String path) {
    return authenticator.judge(Optional.of("Bearer " + token), path);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aGoodVerdictHoldsForAMinuteAndPerPath() {
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.ADMITTED);
    pass(TokenAuthenticator.GOOD.minusNanos(1));
    verdict = Verdict.FORBIDDEN;
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.ADMITTED);
    assertThat(judge("t", "/")).isEqualTo(Verdict.FORBIDDEN);
    pass(Duration.ofNanos(1));
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.FORBIDDEN);
    assertThat(asked).containsExactly("t /metrics", "t /", "t /metrics");
  }

  @Test
  void aBadVerdictIsAskedAboutAgainSoon() {
    verdict = Verdict.UNKNOWN;
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.UNKNOWN);
    verdict = Verdict.ADMITTED;
    pass(TokenAuthenticator.BAD.minusNanos(1));
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.UNKNOWN);
    pass(Duration.ofNanos(1));
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void whoCannotBeJudgedIsNotLetInAndAskedAboutAtOnce() {
    verdict = Verdict.UNDECIDED;
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.UNDECIDED);
    verdict = Verdict.ADMITTED;
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void anOldVerdictDoesNotOutliveItsTimeWhileNobodyJudges() {
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.ADMITTED);
    pass(TokenAuthenticator.GOOD);
    verdict = Verdict.UNDECIDED;
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void madeUpTokensTakeNoMoreThanTheirRoom() {
    verdict = Verdict.UNKNOWN;
    for (int made = 0; made < TokenAuthenticator.MOST; made++) {
      judge("made-up-" + made, "/metrics");
    }
    assertThat(judge("made-up-0", "/metrics")).isEqualTo(Verdict.UNKNOWN);
    assertThat(asked).as("still known").hasSize(TokenAuthenticator.MOST);
    judge("one-more", "/metrics");
    judge("made-up-0", "/metrics");
    assertThat(asked).as("the oldest made room").hasSize(TokenAuthenticator.MOST + 2);
  }

  @Test
  void madeUpTokensDoNotPushOutTheOnesThatWereLetIn() {
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.ADMITTED);
    verdict = Verdict.UNKNOWN;
    for (int made = 0; made <= TokenAuthenticator.MOST; made++) {
      judge("made-up-" + made, "/metrics");
    }
    assertThat(judge("t", "/metrics")).isEqualTo(Verdict.ADMITTED);
    assertThat(asked).filteredOn("t /metrics"::equals).hasSize(1);
  }

  @Test
  void madeUpTokensDoNotKeepTheOnesThatWereLetInWaiting() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var slow =
        new TokenAuthenticator(
            (token, path) -> {
              if (token.equals("made-up")) {
                inside.countDown();
                await(go);
                return Verdict.UNKNOWN;
              }
              return Verdict.ADMITTED;
            },
            now::get);
    assertThat(slow.judge(Optional.of("Bearer t"), "/")).isEqualTo(Verdict.ADMITTED);
    pass(TokenAuthenticator.GOOD);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stranger = threads.submit(() -> slow.judge(Optional.of("Bearer made-up"), "/"));
      inside.await();
      assertThat(slow.judge(Optional.of("Bearer t"), "/")).isEqualTo(Verdict.ADMITTED);
      go.countDown();
      assertThat(stranger.get()).isEqualTo(Verdict.UNKNOWN);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic dDp0", "Bearer a b", "Bearer a\u00e9", "t"})
  void whatIsNoTokenIsAskedAboutNobody(String header) {
    assertThat(authenticator.judge(Optional.of(header), "/metrics")).isEqualTo(Verdict.UNKNOWN);
    assertThat(authenticator.judge(Optional.empty(), "/metrics")).isEqualTo(Verdict.UNKNOWN);
    assertThat(asked).isEmpty();
  }

  @Test
  void manyAtATimeAreOneQuestion() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var questions = new AtomicLong();
    var slow =
        new TokenAuthenticator(
            (token, path) -> {
              questions.incrementAndGet();
              inside.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Verdict.ADMITTED;
            },
            now::get);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> all =
          IntStream.range(0, 20)
              .mapToObj(_ -> threads.submit(() -> slow.judge(Optional.of("bearer t"), "/metrics")))
              .toList();
      inside.await();
      go.countDown();
      for (var one : all) {
        assertThat(one.get()).isEqualTo(Verdict.ADMITTED);
      }
    }
    assertThat(questions).hasValue(1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.backoff.NodeShare;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the server is left alone, and whether the list must be read again. */
class RetryTest {

  @ParameterizedTest
  @CsvSource({
    // status, message, asked pause in s, failures in a row, relist, pause in s
    "410, expired, 0, 1, true, 1",
    "410, expired, 0, 9, true, 30",
    "400, bad, 0, 1, true, 1",
    "504, 'Too large resource version: 9', 0, 1, true, 1",
    "504, gateway timeout, 0, 1, false, 1",
    "403, forbidden, 0, 1, false, 1",
    "403, forbidden, 0, 99, false, 120",
    "401, unauthorised, 0, 99, false, 120",
    "404, no such, 0, 99, true, 120",
    "500, oops, 0, 99, false, 30",
    "503, later, 0, 4, false, 8",
    "429, slow down, 7, 1, false, 7",
    "429, slow down, 7, 5, false, 16",
    "429, slow down, 99999, 1, false, 300"
  })
  void refusals(int status, String message, int asked, int failures, boolean relist, int seconds) {
    var failure = ApiException.ofStatus(status, message, Duration.ofSeconds(asked));
    assertThat(Retry.after(failure, failures, NodeShare.none()))
        .isEqualTo(new Retry(relist, Duration.ofSeconds(seconds)));
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedForTheSameAgain() {
    var failure = new ApiException("connection refused");
    assertThat(Retry.after(failure, 1, NodeShare.none()))
        .isEqualTo(new Retry(false, Duration.ofSeconds(1)));
    assertThat(Retry.after(failure, 1000, NodeShare.none()))
        .isEqualTo(new Retry(false, Retry.LONGEST));
  }

  @Test
  void anUnusableAnswerIsNotAskedForAgain() {
    assertThat(Retry.after(ApiException.unusable("html"), 1, NodeShare.none()).relist()).isTrue();
  }

  @Test
  void nodesDoNotAllComeBackAtOnce() {
    var failure = new ApiException("connection refused");
    assertThat(Retry.after(failure, 3, NodeShare.none()).pause()).isEqualTo(Duration.ofSeconds(4));
    assertThat(Retry.after(failure, 3, new NodeShare(0.5)).pause())
        .isEqualTo(Duration.ofSeconds(6));
    assertThat(Retry.after(failure, 3, new NodeShare(1)).pause()).isEqualTo(Duration.ofSeconds(8));
  }

  @ParameterizedTest
  @CsvSource({
    // lived in s, ends in a row, share, pause in s
    "240, 1, 0, 0",
    "240, 1, 1, 0",
    "236, 1, 1, 0",
    "200, 1, 0, 0",
    "200, 1, 0.5, 15",
    "10, 9, 1, 30",
    "9, 1, 0, 1",
    "0, 1, 0, 1",
    "0, 3, 0, 4",
    "0, 99, 0, 30"
  })
  void aWatchThatEndsEarlyIsNotOpenedInARush(int lived, int ends, double share, int seconds) {
    var retry =
        Retry.afterEnd(
            Duration.ofSeconds(lived), Duration.ofMinutes(4), ends, new NodeShare(share));
    assertThat(retry).isEqualTo(new Retry(false, Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({
    // status, asked pause in s, share, relist, pause in s
    "500, 0, 0, false, 0",
    "500, 0, 0.5, false, 15",
    "410, 0, 1, true, 30",
    "429, 60, 0.5, false, 90",
    "429, 1, 0.5, false, 15"
  })
  void eachNodeHasItsTurnAfterACut(
      int status, int asked, double share, boolean relist, int seconds) {
    var failure = ApiException.ofStatus(status, "cut", Duration.ofSeconds(asked));
    assertThat(Retry.afterCut(failure, new NodeShare(share)))
        .isEqualTo(new Retry(relist, Duration.ofSeconds(seconds)));
  }

  private static final int WATCHES = 3;

  /** The most requests in a second, when each of ten thousand nodes asks at this time. */
  private static long busiest(Function<NodeShare, Duration> when) {
    return IntStream.range(0, 10_000)
            .mapToObj(node -> NodeShare.of("gpu-%05d.example.com".formatted(node)))
            .map(share -> when.apply(share).toSeconds())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow()
        * WATCHES;
  }

  @Test
  void theWatchesOfTenThousandNodesThatAreCutAtOnceComeBackAThousandASecond() {
    var failure = new ApiException("connection reset");
    assertThat(busiest(share -> Retry.afterCut(failure, share).pause())).isBetween(1_000L, 1_200L);
  }

  @Test
  void afterAnOutageOfTenMinutesTheyComeBackWithinAMinuteAndNoFaster() {
    var failure = new ApiException("connection refused");
    var outage = Duration.ofMinutes(10);
    var longest = Retry.LONGEST.multipliedBy(2);
    assertThat(
            busiest(
                share -> {
                  var at = Retry.afterCut(failure, share).pause();
                  for (var failures = 1; at.compareTo(outage) < 0; failures++) {
                    at = at.plus(Retry.after(failure, failures, share).pause());
                  }
                  assertThat(at).isLessThanOrEqualTo(outage.plus(longest));
                  return at;
                }))
        .isLessThan(1_000L);
  }
}

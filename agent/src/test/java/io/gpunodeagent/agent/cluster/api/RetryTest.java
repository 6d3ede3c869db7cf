// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.backoff.NodeShare;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the server is left alone, and whether the list must be read anew. */
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
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(Retry.after(failure, 3, new NodeShare(1)).pause()).isEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @CsvSource({"240, 1, 0", "10, 9, 0", "9, 1, 1", "0, 1, 1", "0, 3, 4", "0, 99, 30"})
  void aWatchThatEndsAtOnceIsNotOpenedInARush(int lived, int ends, int seconds) {
    assertThat(Retry.afterEnd(Duration.ofSeconds(lived), ends, NodeShare.none()))
        .isEqualTo(new Retry(false, Duration.ofSeconds(seconds)));
  }
}

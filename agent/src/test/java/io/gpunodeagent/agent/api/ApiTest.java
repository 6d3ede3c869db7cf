// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.history.Chronicle;
import io.gpunodeagent.agent.http.ApiQuery;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.http.StreamSource.Frame;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.state.NodeState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers by themselves: what is rendered when, and what is said of what there is not. */
@Timeout(30)
class ApiTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicReference<NodeState> state =
      new AtomicReference<>(ApiStates.of(1, new GpuCondition.Fresh()));
  private final AtomicInteger asked = new AtomicInteger();
  private final Chronicle chronicle =
      new Chronicle(
          ApiStates.of(0, new GpuCondition.Fresh()), List.of(), () -> Duration.ofSeconds(10));
  private final Api api =
      new Api(
          () -> {
            asked.incrementAndGet();
            return state.get();
          },
          () -> ApiStates.FACTS,
          chronicle,
          Optional.empty());

  private HttpAnswer get(String resource) {
    return api.answer(ApiQuery.of(resource));
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "gpus", "topology", "allocations", "decisions"})
  void aStateIsRenderedOnce(String resource) {
    var first = get(resource);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.contentType()).isEqualTo("application/json");
    assertThat(get(resource).body()).isSameAs(first.body());

    state.set(ApiStates.of(2, new GpuCondition.Fresh()));
    assertThat(get(resource).body()).isNotSameAs(first.body());
    assertThat(text(get(resource))).startsWith("{\"sequence\":2,");
  }

  @Test
  void whoHasTheAnswerIsToldSoInsteadOfGettingItAgain() {
    var tag = get("gpus").headers().getOrDefault("ETag", "");
    assertThat(tag).startsWith("\"");

    var again = api.answer(new ApiQuery("gpus", Map.of(), Optional.of("\"other\", W/" + tag)));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers()).containsEntry("ETag", tag);

    state.set(ApiStates.of(2, new GpuCondition.Fresh()));
    assertThat(api.answer(new ApiQuery("gpus", Map.of(), Optional.of(tag))).status())
        .isEqualTo(200);
  }

  @Test
  void aRefusalIsNeverWhatTheClientHasAlready() {
    for (var resource : List.of("nothing", "history")) {
      var asked = new ApiQuery(resource, Map.of("x", List.of("1")), Optional.of("*"));
      assertThat(api.answer(asked).status()).isGreaterThanOrEqualTo(400);
    }
    assertThat(api.answer(new ApiQuery("node", Map.of(), Optional.of("*"))).status())
        .isEqualTo(304);
  }

  @Test
  void anUnknownResourceIsRefusedWithTheNamesOfTheOthers() {
    var answer = get("gpu");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer))
        .startsWith("{\"error\":{\"status\":404,\"message\":\"no such resource; there are node,");
  }

  @Test
  void aGpuThatWasNotReadLatelyShowsNoReadingAndSaysWhy() {
    state.set(ApiStates.of(1, new GpuCondition.Hung("nvmlDeviceGetPowerUsage", ApiStates.NOON)));

    assertThat(text(get("gpus")))
        .contains("\"state\":\"hung\",\"function\":\"nvmlDeviceGetPowerUsage\"")
        .contains("\"gpuUtilizationPercent\":null")
        .contains("\"gpuUtilizationPercent\":\"not_fresh\"")
        .doesNotContain("73");
  }

  @Test
  void aReadingNobodyAskedForIsDistinguishedFromOneThatDoesNotExist() {
    assertThat(text(get("gpus")))
        .contains("\"gpuUtilizationPercent\":73")
        .contains("\"fanSpeedPercent\":\"unsupported\"")
        .contains("\"performanceState\":\"not_read\"");
  }

  @Test
  void aClientGetsTheNewestStateAndNoneInBetween() throws Exception {
    var first = api.next(Optional.empty(), LONG).orElseThrow();
    assertThat(text(first))
        .startsWith("id: 1\nevent: state\ndata: {\"sequence\":1,")
        .endsWith("}\n\n");

    for (int sequence = 2; sequence <= 9; sequence++) {
      state.set(ApiStates.of(sequence, new GpuCondition.Fresh()));
      api.published();
    }

    var next = api.next(Optional.of(first), LONG).orElseThrow();
    assertThat(text(next)).startsWith("id: 9\n");
    assertThat(api.next(Optional.of(next), Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void allClientsShareOneRendering() throws Exception {
    var one = api.next(Optional.empty(), LONG).orElseThrow();
    var other = api.next(Optional.empty(), LONG).orElseThrow();

    assertThat(other.bytes()).isSameAs(one.bytes());
  }

  @Test
  void whoWaitsIsWokenByAPublicationAndByTheEnd() throws Exception {
    var first = api.next(Optional.empty(), LONG);
    int before = asked.get();
    var waiting = CompletableFuture.supplyAsync(() -> nextAfter(first));
    Eventually.until("it waits", () -> asked.get() > before);
    state.set(ApiStates.of(2, new GpuCondition.Fresh()));
    api.published();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isPresent();

    var last = api.next(Optional.empty(), LONG);
    var ending = CompletableFuture.supplyAsync(() -> nextAfter(last));
    api.end();
    assertThat(ending.get(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(api.ended()).isTrue();
  }

  private Optional<Frame> nextAfter(Optional<Frame> last) {
    try {
      return api.next(last, LONG);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static String text(Frame frame) {
    return new String(frame.bytes(), StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthProbesTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Heartbeat heartbeat = new Heartbeat(nanos::get, Duration.ofSeconds(30));

  private HealthProbes health(NodeSnapshot state) {
    return new HealthProbes(
        new NodeView(
            (accept, encoding) -> HttpAnswer.plain(200, ""),
            Nodes.NO_API,
            Nodes.NO_STREAM,
            () -> Nodes.state(state),
            heartbeat));
  }

  private static String body(HttpAnswer response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void beforeTheFirstPassTheAgentLivesButIsNotReady() {
    var health = health(Nodes.starting());
    assertThat(health.answer(HealthProbes.Check.LIVE).status()).isEqualTo(200);
    assertThat(health.answer(HealthProbes.Check.STARTED).status()).isEqualTo(503);
    assertThat(body(health.answer(HealthProbes.Check.READY)))
        .isEqualTo(
            "{\"status\":\"down\",\"ready\":\"down\",\"driver\":\"starting\","
                + "\"detail\":\"NVML is being loaded\",\"remedy\":\"wait for the first pass\","
                + "\"since\":\"2026-05-01T12:00:00Z\"}\n");
  }

  @Test
  void withoutADriverTheAgentIsReadyAndSaysWhatIsWrong() {
    var health = health(Nodes.withoutDriver());
    var ready = health.answer(HealthProbes.Check.READY);
    assertThat(ready.status()).isEqualTo(200);
    assertThat(body(ready)).contains("\"driver\":\"driver_not_loaded\"").contains("\"remedy\"");
    assertThat(health.answer(HealthProbes.Check.LIVE).status()).isEqualTo(200);
  }

  @Test
  void aHungGpuDoesNotTouchTheHealth() {
    var hung = new GpuCondition.Hung("nvmlDeviceGetPowerUsage", Nodes.NOON);
    var all = health(Nodes.ready(false, Nodes.gpu(0, hung))).answerAll();
    assertThat(all.status()).isEqualTo(200);
    assertThat(body(all))
        .isEqualTo(
            "{\"status\":\"up\",\"started\":\"up\",\"live\":\"up\",\"ready\":\"up\","
                + "\"driver\":\"ready\",\"gpus\":1}\n");
  }

  @Test
  void aStalledLoopIsNotAliveUntilItTurnsAgain() {
    var health = health(Nodes.ready(false));
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    var live = health.answer(HealthProbes.Check.LIVE);
    assertThat(live.status()).isEqualTo(503);
    assertThat(body(live)).contains("\"secondsSinceLastPass\":31");
    assertThat(health.answer(HealthProbes.Check.READY).status()).isEqualTo(200);

    heartbeat.time();
    assertThat(health.answer(HealthProbes.Check.LIVE).status()).isEqualTo(200);
  }

  @Test
  void aLongerPeriodIsBorne() {
    heartbeat.patience(Duration.ofMinutes(10));
    nanos.addAndGet(Duration.ofMinutes(9).toNanos());
    assertThat(health(Nodes.ready(false)).answer(HealthProbes.Check.LIVE).status()).isEqualTo(200);
  }
}

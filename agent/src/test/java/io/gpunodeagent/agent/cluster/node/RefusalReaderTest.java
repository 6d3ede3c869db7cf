// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pause that a server asks for is kept, whatever it refuses with. */
class RefusalReaderTest {

  @ParameterizedTest
  @CsvSource({
    // status, pause of the head in s, pause of the body in s, pause in s
    "429, 7, 0, 7",
    "429, 0, 5, 5",
    "503, 7, 0, 7",
    "503, 0, 5, 5",
    "503, 7, 5, 7",
    "500, 0, 0, 0"
  })
  void thePauseIsThatOfTheHeadOrOfTheBody(int status, int head, int body, int seconds) {
    var text =
        "{\"kind\":\"Status\",\"message\":\"busy\",\"details\":{\"retryAfterSeconds\":%d}}"
            .formatted(body);
    var answer =
        RefusalReader.answer(
            status, text.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(head));
    var pause = Duration.ofSeconds(seconds);
    var reason = "HTTP " + status + ": busy";
    assertThat(answer)
        .isEqualTo(
            status == 429
                ? new NodeAnswer.TooMany(pause, reason)
                : new NodeAnswer.Unavailable(pause, reason));
  }
}

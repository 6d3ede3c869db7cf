// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Accepted;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Failure;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Refused;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpResponseTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final byte[] NOTHING = {};

  private static OtlpAnswer answer(int status, String retryAfter, byte[] body) {
    return new OtlpResponse(status, retryAfter, "application/x-protobuf", body).answer(NOW);
  }

  /** A message whose field 1 is {@code partial_success}, with the number and the text. */
  static byte[] partial(long rejected, String message) throws IOException {
    var inner = new ByteArrayOutputStream();
    var in = CodedOutputStream.newInstance(inner);
    in.writeInt64(1, rejected);
    in.writeString(2, message);
    in.flush();
    var outer = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(outer);
    out.writeByteArray(1, inner.toByteArray());
    out.flush();
    return outer.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void whatTheProtocolCallsTransientIsTriedAgain(int status) {
    assertThat(answer(status, "", NOTHING))
        .isEqualTo(new Unavailable(Failure.UNAVAILABLE, Duration.ZERO, "it answers " + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 413, 500, 501})
  void anyOtherAnswerIsFinal(int status) {
    assertThat(answer(status, "1", NOTHING)).isEqualTo(new Refused("it answers " + status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7                             | 7",
        "''                            | 0",
        "soon                          | 0",
        "-1                            | 0",
        "999999999                     | 300",
        "Sun, 01 Nov 2026 12:00:30 GMT | 30",
        "Sun, 01 Nov 2026 11:00:00 GMT | 0",
        "Mon, 02 Nov 2026 12:00:00 GMT | 300"
      })
  void retryAfterIsSecondsOrADateAndIsBounded(String header, long seconds) {
    assertThat(answer(429, header, NOTHING))
        .extracting(answer -> ((Unavailable) answer).asked())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aPartialSuccessSaysHowManyAndWhy() throws IOException {
    assertThat(answer(200, "", partial(3, "too\u2028\nold"))).isEqualTo(new Accepted(3, "too old"));
    assertThat(answer(200, "", partial(0, "deprecated"))).isEqualTo(new Accepted(0, "deprecated"));
    assertThat(answer(200, "", partial(-5, ""))).isEqualTo(new Accepted(0, ""));
  }

  @Test
  void aRequestThatWasTakenIsTakenWhateverElseIsSaid() {
    assertThat(answer(200, "", NOTHING)).isEqualTo(new Accepted(0, ""));
    assertThat(answer(202, "", "<html>".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Accepted(0, ""));
  }

  @Test
  void aReasonIsOneLineOfBoundedLength() {
    var page = ("no\u001b\n" + "x".repeat(500)).getBytes(StandardCharsets.UTF_8);
    var refused = (Refused) new OtlpResponse(403, "", "text/plain", page).answer(NOW);
    assertThat(refused.reason()).startsWith("it answers 403: no xxx").hasSizeLessThan(230);
  }
}

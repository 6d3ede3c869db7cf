// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import com.google.protobuf.CodedInputStream;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Accepted;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Failure;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Refused;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Unavailable;
import io.gpunodeagent.core.text.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Judges a response by the protocol's rules.
 *
 * @param status of HTTP
 * @param retryAfter the header {@code Retry-After}; empty text without it
 * @param type the header {@code Content-Type}; empty text without it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record OtlpResponse(int status, String retryAfter, String type, byte[] body) {

  private static final int LONGEST_REASON = 200;

  /** Longer ones are not waited out: an attempt in between costs little. */
  static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  /** Field and wire type of {@code partial_success}, and of what it holds. */
  private static final int PARTIAL_SUCCESS = (1 << 3) | 2;

  private static final int REJECTED_POINTS = 1 << 3;
  private static final int ERROR_MESSAGE = (2 << 3) | 2;

  /** A status message of gRPC, with which errors come: its text. */
  private static final int STATUS_MESSAGE = (2 << 3) | 2;

  /** What it means, read at {@code now}. */
  OtlpAnswer answer(Instant now) {
    if (status >= 200 && status < 300) {
      return accepted();
    }
    return switch (status) {
      case 429, 502, 503, 504 -> new Unavailable(Failure.UNAVAILABLE, asked(now), reason());
      default -> new Refused(reason());
    };
  }

  /** A body that is none of the protocol's is as good as an empty one: the request was taken. */
  private OtlpAnswer accepted() {
    try {
      var in = CodedInputStream.newInstance(body);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == PARTIAL_SUCCESS) {
          return partial(in.readByteArray());
        }
        in.skipField(tag);
      }
    } catch (IOException strange) {
      return new Accepted(0, "");
    }
    return new Accepted(0, "");
  }

  private static Accepted partial(byte[] message) throws IOException {
    long rejected = 0;
    var text = "";
    var in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case REJECTED_POINTS -> rejected = Math.max(0, in.readInt64());
        case ERROR_MESSAGE -> text = OneLine.of(in.readString(), LONGEST_REASON);
        default -> in.skipField(tag);
      }
    }
    return new Accepted(rejected, text);
  }

  private Duration asked(Instant now) {
    var asked = seconds(now);
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
  }

  /** In seconds, or as the date on which to come again. */
  private Duration seconds(Instant now) {
    if (retryAfter.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    }
    try {
      var date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Duration.between(now, date.toInstant());
    } catch (DateTimeException none) {
      return Duration.ZERO;
    }
  }

  private String reason() {
    var message = type.contains("protobuf") ? statusMessage() : text();
    return "it answers " + status + (message.isEmpty() ? "" : ": " + message);
  }

  private String text() {
    return OneLine.of(new String(body, StandardCharsets.UTF_8), LONGEST_REASON);
  }

  private String statusMessage() {
    try {
      var in = CodedInputStream.newInstance(body);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == STATUS_MESSAGE) {
          return OneLine.of(in.readString(), LONGEST_REASON);
        }
        in.skipField(tag);
      }
    } catch (IOException strange) {
      return "";
    }
    return "";
  }
}

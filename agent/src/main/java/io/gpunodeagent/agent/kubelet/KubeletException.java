package io.gpunodeagent.agent.kubelet;

import java.io.IOException;
import java.io.Serial;
import java.util.OptionalInt;

/** A call that gave no usable answer; the message is one bounded line. */
final class KubeletException extends IOException {

  static final int NOT_FOUND = 5;
  static final int RESOURCE_EXHAUSTED = 8;

  @Serial private static final long serialVersionUID = 1;

  private static final int LONGEST = 300;
  private static final int NO_STATUS = -1;

  private final int status;

  private KubeletException(String message, int status) {
    super(oneLine(message));
    this.status = status;
  }

  /** No answer, or one that is not what it should be. */
  KubeletException(String message) {
    this(message, NO_STATUS);
  }

  /** The server ended the call with a status other than OK. */
  static KubeletException ofStatus(int status, String message) {
    return new KubeletException(
        "grpc status " + status + (message.isEmpty() ? "" : ": " + message), status);
  }

  /** The gRPC status the server gave; empty when the call failed for another reason. */
  OptionalInt status() {
    return status == NO_STATUS ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** What another failure says of itself. */
  static String reasonOf(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String oneLine(String text) {
    var bounded = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return bounded.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import io.gpunodeagent.core.text.OneLine;
import java.io.IOException;
import java.io.Serial;
import java.util.OptionalInt;

/** A call that gave no usable answer; the message is one bounded line. */
final class KubeletException extends IOException {

  static final int RESOURCE_EXHAUSTED = 8;

  @Serial private static final long serialVersionUID = 1;

  private static final int LONGEST = 300;
  private static final int NO_STATUS = -1;
  private static final int UNKNOWN = 2;
  private static final int NOT_FOUND = 5;
  private static final int UNIMPLEMENTED = 12;

  private final int status;
  private final boolean podUnknown;
  private final boolean methodUnknown;

  private KubeletException(String message, int status, String said) {
    super(OneLine.of(message, LONGEST));
    this.status = status;
    podUnknown = status == NOT_FOUND || (status == UNKNOWN && said.endsWith(" not found"));
    methodUnknown =
        status == UNIMPLEMENTED || (status == UNKNOWN && said.endsWith(" method disabled"));
  }

  /** No answer, or one that is not what it should be. */
  KubeletException(String message) {
    this(message, NO_STATUS, "");
  }

  /** The server ended the call with a status other than OK. */
  static KubeletException ofStatus(int status, String message) {
    return new KubeletException(
        "grpc status " + status + (message.isEmpty() ? "" : ": " + message), status, message);
  }

  /** The gRPC status the server gave; empty when the call failed for another reason. */
  OptionalInt status() {
    return status == NO_STATUS ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Whether the server knows no such pod; the kubelet says so by its words, not by a status. */
  boolean isPodUnknown() {
    return podUnknown;
  }

  /** Whether the server has no such method; the kubelet says of one that is disabled so alike. */
  boolean isMethodUnknown() {
    return methodUnknown;
  }

  /** What another failure says of itself. */
  static String reasonOf(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}

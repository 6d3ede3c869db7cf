// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import io.gpunodeagent.core.text.OneLine;
import java.io.IOException;
import java.io.Serial;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.OptionalInt;

/** A request that gave no usable answer; the message is one bounded line. */
public final class ApiException extends IOException {

  /** A resource version, or a page of a list, is too old to go on from. */
  static final int GONE = 410;

  /** There is no such object, or no such resource. */
  static final int NOT_FOUND = 404;

  @Serial private static final long serialVersionUID = 1;

  private static final int LONGEST = 300;
  private static final int NO_STATUS = -1;
  private static final int UNUSABLE = -2;

  private final String reason;
  private final int status;
  private final Duration retryAfter;

  private ApiException(String message, int status, Duration retryAfter) {
    super(OneLine.of(message, LONGEST));
    reason = OneLine.of(message, LONGEST);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** No answer, or one that was cut. */
  public ApiException(String message) {
    this(message, NO_STATUS, Duration.ZERO);
  }

  /** An answer that is not what it should be; asking for the same again would give the same. */
  public static ApiException unusable(String message) {
    return new ApiException(message, UNUSABLE, Duration.ZERO);
  }

  /**
   * The server refused.
   *
   * @param status HTTP's
   * @param message the server's, may be empty
   * @param retryAfter the pause it asks for, or zero
   */
  public static ApiException ofStatus(int status, String message, Duration retryAfter) {
    var text = "HTTP " + status + (message.isEmpty() ? "" : ": " + message);
    return new ApiException(text, status, retryAfter);
  }

  /** The HTTP status the server gave; empty when the request failed for another reason. */
  public OptionalInt status() {
    return status < 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Whether an answer was not what it should be. */
  boolean isUnusable() {
    return status == UNUSABLE;
  }

  /** Whether the server gave this HTTP status. */
  public boolean is(int code) {
    return status == code;
  }

  /** The message. */
  public String reason() {
    return reason;
  }

  /** The pause the server asked for, or zero. */
  Duration retryAfter() {
    return retryAfter;
  }

  /** What another failure says of itself, and of its cause when that is all there is. */
  public static String reasonOf(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof ClosedChannelException) {
      return "no connection, the server refused or closed it";
    }
    var message = root.getMessage();
    var kind = root.getClass().getSimpleName();
    return message == null || message.isBlank() ? kind : kind + ": " + message;
  }
}

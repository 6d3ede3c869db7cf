// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A probe as the kubelet runs it: it begins {@code initialDelay} after the container started and
 * goes on every {@code period}; each failure is a Warning Event on the pod, and {@code
 * failureThreshold} in a row restart the container.
 */
public record ProbeSettings(Duration initialDelay, Duration period, int failureThreshold) {

  /** The probe of a manifest, with the API server's defaults. */
  public static ProbeSettings of(Map<String, @Nullable Object> probe) {
    return new ProbeSettings(
        Duration.ofSeconds(number(probe, "initialDelaySeconds", 0)),
        Duration.ofSeconds(number(probe, "periodSeconds", 10)),
        number(probe, "failureThreshold", 3));
  }

  private static int number(Map<String, @Nullable Object> probe, String field, int otherwise) {
    return probe.get(field) instanceof Number number ? number.intValue() : otherwise;
  }

  /** Warning Events of a container that answers well from {@code start} on. */
  public long warnings(Duration start) {
    long failures = 0;
    for (var at = initialDelay; at.compareTo(start) < 0; at = at.plus(period)) {
      failures++;
    }
    return failures;
  }

  /** The longest start that ends in no restart. */
  public Duration patience() {
    return initialDelay.plus(period.multipliedBy(failureThreshold - 1L));
  }
}

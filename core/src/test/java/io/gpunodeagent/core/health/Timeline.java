// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.output.HealthLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** States, causes, condition, labels and events over time as text: a line for whatever changes. */
public final class Timeline {

  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> last = new LinkedHashMap<>();

  /** What is done to the node. */
  public void note(Duration at, String what) {
    lines.add(clock(at) + "  -- " + what);
  }

  /** Writes down what differs from the health before. */
  public void add(Duration at, Health health) {
    health.node().stream()
        .map(finding -> text(finding))
        .reduce((one, other) -> one + ", " + other)
        .ifPresentOrElse(
            text -> changed(at, "node", text),
            () -> {
              if (last.containsKey("node")) {
                changed(at, "node", "nothing");
              }
            });
    health.gpus().values().forEach(gpu -> changed(at, gpu.name(), text(gpu)));
    changed(
        at,
        "condition",
        health
            .condition()
            .map(
                condition ->
                    condition.status().text()
                        + " "
                        + condition.reason()
                        + " since "
                        + clock(
                            Duration.between(health.asOf().minus(at), condition.lastTransition()))
                        + ": "
                        + condition.message())
            .orElse("none"));
    changed(
        at,
        "labels",
        HealthLabels.of(health).entrySet().stream()
            .map(
                label ->
                    label.getKey().replaceFirst("^gpu-node-agent.io/(gpu[.])?", "")
                        + "="
                        + label.getValue())
            .collect(Collectors.joining(" ")));
    for (var event : health.events()) {
      lines.add(
          clock(at)
              + "  event "
              + (event.warning() ? "Warning " : "Normal ")
              + event.reason()
              + " ["
              + event.key()
              + "] x"
              + event.count()
              + " "
              + event.message());
    }
  }

  private void changed(Duration at, String who, String text) {
    if (!text.equals(last.put(who, text))) {
      lines.add(clock(at) + "  " + who + "  " + text);
    }
  }

  private static String text(GpuHealth gpu) {
    return gpu.findings().stream()
        .map(Timeline::text)
        .collect(Collectors.joining(", ", gpu.state() + "  ", ""))
        .strip();
  }

  private static String text(HealthFinding finding) {
    return finding.cause().key()
        + (finding.count() > 1 ? " x" + finding.count() : "")
        + (finding.raised() ? "" : " (suspected)");
  }

  private static String clock(Duration at) {
    return "%02d:%02d:%02d".formatted(at.toHours(), at.toMinutesPart(), at.toSecondsPart());
  }

  /** The text so far. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }
}

package io.gpunodeagent.agent.meters;

import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.logging.LostLines;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The agent's own meter of its log. */
public final class LogMeters {

  private LogMeters() {}

  public static void register(MeterRegistry registry) {
    counter(registry, "audit", LostLines::audit);
    counter(registry, "other", LostLines::other);
  }

  private static void counter(
      MeterRegistry registry, String kind, ToDoubleFunction<LostLines> lines) {
    FunctionCounter.builder(
            "gpu_node_agent_log_lines_dropped",
            registry,
            _ -> lines.applyAsDouble(Logging.dropped()))
        .description("Log lines dropped because nobody read the log")
        .tag("kind", kind)
        .register(registry);
  }
}

package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.logging.Logging;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** The agent's own meter of its log. */
final class LogMeters {

  private LogMeters() {}

  static void register(MeterRegistry registry) {
    FunctionCounter.builder("gpu_node_agent_log_lines_dropped", registry, _ -> Logging.dropped())
        .description("Log lines dropped because nobody read the log")
        .register(registry);
  }
}

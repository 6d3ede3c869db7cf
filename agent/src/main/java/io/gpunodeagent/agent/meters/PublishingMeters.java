package io.gpunodeagent.agent.meters;

import io.gpunodeagent.agent.publishing.PublishingStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The agent's own meters of what it writes outside itself. */
public final class PublishingMeters {

  private static final String PREFIX = "gpu_node_agent_publishing_";

  private PublishingMeters() {}

  public static void register(MeterRegistry registry, Supplier<PublishingStatus> status) {
    FunctionCounter.builder(PREFIX + "writes", status, now -> now.get().writes())
        .description("Writes to the Node or to the features file; none in a dry run")
        .register(registry);
    FunctionCounter.builder(PREFIX + "failures", status, now -> now.get().failures())
        .description("Requests and writes for publishing that failed")
        .register(registry);
    Gauge.builder(PREFIX + "labels", () -> status.get().published().labels().size())
        .description("Labels of the agent's own where it publishes; in a dry run, as they would be")
        .register(registry);
    Gauge.builder(PREFIX + "problems", () -> status.get().problems().size())
        .description("What cannot be published now: labels, the condition, Events")
        .register(registry);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.metrics.Exposition;
import io.gpunodeagent.agent.metrics.otlp.OtlpRenderer;
import io.gpunodeagent.agent.otlp.OtlpBatch;
import io.gpunodeagent.agent.otlp.OtlpConfig;
import io.gpunodeagent.agent.otlp.OtlpExporter;
import io.gpunodeagent.agent.otlp.OtlpQueue;
import io.gpunodeagent.agent.otlp.OtlpStatus;
import io.gpunodeagent.core.backoff.NodeShare;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is served to a collector as long as one is configured. Nothing of the protocol is
 * loaded before. Used by one thread but for its status.
 */
final class OtlpExport {

  private static final String NAME = "gpu-node-agent";

  private final Exposition exposition;
  private final String version;
  private volatile @Nullable OtlpExporter exporter;
  private @Nullable Rendered rendered;
  private @Nullable OtlpQueue queue;

  OtlpExport(Exposition exposition, String version) {
    this.exposition = exposition;
    this.version = version;
  }

  /** The renderer, which knows since when counters are observed, and what it was made for. */
  private record Rendered(Map<String, String> resource, boolean gzip, OtlpRenderer renderer) {}

  /** How it fares; empty while nothing is exported. */
  Optional<OtlpStatus> status() {
    var running = exporter;
    return running == null ? Optional.empty() : Optional.of(running.status());
  }

  /**
   * Exports as {@code config} has it from now on.
   *
   * @throws SetupException when a file cannot be used: then everything stays as it is
   */
  void follow(AgentConfig config) throws SetupException {
    var running = exporter;
    var endpoint = config.otlp().endpoint();
    if (endpoint.isPresent()) {
      if (running == null || !running.serves(endpoint.get(), config.otlp())) {
        replace(running, made(endpoint.get(), config));
      }
    } else if (running != null) {
      running.close();
      running.giveUp();
      exporter = null;
    }
  }

  /** Both have the same renderer and the same queue, so one ends before the other begins. */
  private void replace(@Nullable OtlpExporter running, OtlpExporter next) {
    if (running != null) {
      running.close();
    }
    next.start();
    exporter = next;
  }

  private OtlpExporter made(URI endpoint, AgentConfig config) throws SetupException {
    var waiting = queue == null ? new OtlpQueue() : queue;
    queue = waiting;
    var gzip = config.otlp().compression() == OtlpConfig.Compression.GZIP;
    var renderer = renderer(resource(config), gzip);
    var share = NodeShare.of(config.metrics().hostname());
    return OtlpExporter.of(
        endpoint,
        config.otlp(),
        new OtlpExporter.Owner(version, share, () -> batch(renderer, gzip), waiting));
  }

  private OtlpBatch batch(OtlpRenderer renderer, boolean gzip) {
    var request = exposition.render(renderer);
    return new OtlpBatch(request.body(), gzip, request.points());
  }

  private OtlpRenderer renderer(Map<String, String> resource, boolean gzip) {
    var known = rendered;
    if (known == null || known.gzip() != gzip || !known.resource().equals(resource)) {
      known = new Rendered(resource, gzip, new OtlpRenderer(resource, version, gzip));
      rendered = known;
    }
    return known.renderer();
  }

  /** There is one agent on a node, so the node's name tells agents apart, also after a restart. */
  private Map<String, String> resource(AgentConfig config) {
    var host = config.metrics().hostname();
    var node = config.sources().cluster().nodeName();
    var resource = new LinkedHashMap<String, String>();
    resource.put("service.name", NAME);
    resource.put("service.version", version);
    resource.put("service.instance.id", node.isEmpty() ? host : node);
    resource.put("host.name", host);
    if (!node.isEmpty()) {
      resource.put("k8s.node.name", node);
    }
    return resource;
  }

  /** Sends what is known, in a second at most, and ends. */
  void flush() {
    var running = exporter;
    if (running != null) {
      running.flush();
    }
  }
}

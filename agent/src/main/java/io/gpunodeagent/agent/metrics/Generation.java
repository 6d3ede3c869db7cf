// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.FamilyWriter;
import io.gpunodeagent.agent.metrics.format.FastGzip;
import io.gpunodeagent.agent.metrics.format.Format;
import io.gpunodeagent.agent.metrics.format.MeterWriter;
import io.gpunodeagent.core.state.NodeState;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was collected from one state at one age, and its renderings so far. All formats are written
 * from the same collected values. Rendering is for one thread at a time, reading for all.
 */
final class Generation {

  private static final Map<String, String> NEGOTIATED = Map.of("Vary", "Accept, Accept-Encoding");

  private final Rendering rendering;
  private final Collected collected;
  private final MetricSnapshots meters;
  private final MeterWriter meterWriter;
  private final Map<Variant, HttpAnswer> rendered = new ConcurrentHashMap<>();

  /**
   * Of {@code rendering}.
   *
   * @param collected of GPUs
   * @param meters the agent's own
   * @param meterWriter writes them
   */
  Generation(
      Rendering rendering, Collected collected, MetricSnapshots meters, MeterWriter meterWriter) {
    this.rendering = rendering;
    this.collected = collected;
    this.meters = meters;
    this.meterWriter = meterWriter;
  }

  private record Variant(Format format, boolean gzip) {}

  /** Whether this is still right for {@code state} at that age. */
  @SuppressWarnings("ReferenceEquality") // every publication is an object of its own
  boolean isOf(NodeState state, long ageSeconds) {
    return rendering.state() == state && rendering.ageSeconds() == ageSeconds;
  }

  /** The response, if it was rendered before. */
  @Nullable HttpAnswer rendered(Format format, boolean gzip) {
    return rendered.get(new Variant(format, gzip));
  }

  /**
   * The response, rendered unless it was before.
   *
   * @param scratch to write into; its content is lost
   */
  HttpAnswer render(Format format, boolean gzip, Bytes scratch) {
    var known = rendered(format, gzip);
    if (known != null) {
      return known;
    }
    var response =
        gzip
            ? answer(format, FastGzip.compress(render(format, false, scratch).body(), scratch))
                .with("Content-Encoding", "gzip")
            : answer(format, write(format, scratch));
    rendered.put(new Variant(format, gzip), response);
    return response;
  }

  /** The same by {@code renderer}, which keeps nothing here. */
  <T> T render(Renderer<T> renderer) {
    return renderer.render(collected, meters, rendering.now());
  }

  private static HttpAnswer answer(Format format, byte[] body) {
    return new HttpAnswer(200, format.contentType(), NEGOTIATED, body);
  }

  private byte[] write(Format format, Bytes out) {
    out.clear();
    for (var family : collected.families()) {
      FamilyWriter.write(family, format, out);
    }
    meterWriter.write(meters, format, out);
    return out.toByteArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.FamilySamples;
import io.gpunodeagent.agent.metrics.format.FamilyWriter;
import io.gpunodeagent.agent.metrics.format.Format;
import io.gpunodeagent.agent.metrics.format.MeterWriter;
import io.gpunodeagent.core.state.NodeState;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What was collected from one state at one age, and its renderings so far. All formats are written
 * from the same collected values. Rendering is for one thread at a time, reading for all.
 */
final class Generation {

  private static final Map<String, String> NEGOTIATED = Map.of("Vary", "Accept, Accept-Encoding");

  private final Rendering rendering;
  private final List<FamilySamples> families;
  private final MetricSnapshots meters;
  private final MeterWriter meterWriter;
  private final Map<Variant, HttpAnswer> rendered = new ConcurrentHashMap<>();

  /**
   * Of {@code rendering}.
   *
   * @param families of GPUs
   * @param meters the agent's own
   * @param meterWriter writes them
   */
  Generation(
      Rendering rendering,
      List<FamilySamples> families,
      MetricSnapshots meters,
      MeterWriter meterWriter) {
    this.rendering = rendering;
    this.families = families;
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
            ? answer(format, compress(render(format, false, scratch).body(), scratch))
                .with("Content-Encoding", "gzip")
            : answer(format, write(format, scratch));
    rendered.put(new Variant(format, gzip), response);
    return response;
  }

  private static HttpAnswer answer(Format format, byte[] body) {
    return new HttpAnswer(200, format.contentType(), NEGOTIATED, body);
  }

  private byte[] write(Format format, Bytes out) {
    out.clear();
    for (var family : families) {
      FamilyWriter.write(family, format, out);
    }
    meterWriter.write(meters, format, out);
    return out.toByteArray();
  }

  private static byte[] compress(byte[] plain, Bytes out) {
    out.clear();
    try (var gzip = new FastGzip(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return out.toByteArray();
  }

  /** Level 1: a third of the work of the default, a tenth larger. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

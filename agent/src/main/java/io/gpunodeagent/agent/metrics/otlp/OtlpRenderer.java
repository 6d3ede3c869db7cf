// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.Collected;
import io.gpunodeagent.agent.metrics.Renderer;
import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.FastGzip;
import io.gpunodeagent.agent.metrics.format.Wire;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes what a scrape would show as a request of the OpenTelemetry protocol. A point has the time
 * at which it was read. What was written at that time already is left out, so no old value ever
 * gets a new time; an absent value is an absent point. Confined to one thread at a time.
 */
public final class OtlpRenderer implements Renderer<OtlpRequest> {

  private static final int RESOURCE_METRICS = Wire.blockKey(1);
  private static final int RESOURCE = Wire.blockKey(1);
  private static final int SCOPE_METRICS = Wire.blockKey(2);
  private static final int SCOPE = Wire.blockKey(1);
  private static final int SCOPE_NAME = Wire.blockKey(1);
  private static final int SCOPE_VERSION = Wire.blockKey(2);
  private static final int RESOURCE_ATTRIBUTES = 1;
  private static final String NAME = "gpu-node-agent";

  private final byte[] resource;
  private final byte[] scope;
  private final boolean gzip;
  private final FamilyEncoder families = new FamilyEncoder();
  private final MeterEncoder meters = new MeterEncoder();
  private final Bytes metrics = new Bytes(1 << 16);
  private final Bytes scratch = new Bytes(1 << 14);
  private Instant read = Instant.MIN;
  private Instant metered = Instant.MIN;

  /**
   * Writes for one resource.
   *
   * @param resource its attributes, in order
   * @param version of the agent
   * @param gzip whether requests are compressed
   */
  public OtlpRenderer(Map<String, String> resource, String version, boolean gzip) {
    var attributes = new Attributes(RESOURCE_ATTRIBUTES);
    resource.forEach(attributes::put);
    this.resource = block(RESOURCE, attributes.toByteArray());
    var named = new Bytes(64);
    Wire.block(SCOPE_NAME, NAME, named);
    Wire.block(SCOPE_VERSION, version, named);
    scope = block(SCOPE, named.toByteArray());
    this.gzip = gzip;
  }

  @Override
  public OtlpRequest render(Collected collected, MetricSnapshots own, Instant now) {
    metrics.clear();
    boolean fresh = !collected.takenAt().equals(read);
    boolean later = !now.equals(metered);
    int points = 0;
    for (var family : collected.families()) {
      boolean ofReadings = family.at().equals(collected.takenAt());
      if ((ofReadings ? fresh : later) && !collected.replaced().contains(family.family().name())) {
        points += families.write(family, metrics);
      }
    }
    if (fresh) {
      points += semantic(collected.semantic());
      families.turn();
      read = collected.takenAt();
    }
    if (later) {
      points += meters.write(own, nanos(now), metrics);
      metered = now;
    }
    return new OtlpRequest(body(), points);
  }

  /** Those of one name, which stand together, are one metric. */
  private int semantic(List<Collected.Semantic> all) {
    int points = 0;
    for (int at = 0; at < all.size(); at++) {
      var one = all.get(at);
      if (at == 0 || !named(all.get(at - 1)).equals(named(one))) {
        families.begin();
      }
      points += families.add(one.name(), one.samples());
      if (at + 1 == all.size() || !named(all.get(at + 1)).equals(named(one))) {
        families.end(one.name(), one.samples(), metrics);
      }
    }
    return points;
  }

  private static String named(Collected.Semantic one) {
    return one.name().name();
  }

  /** Only here are the lengths known that stand before everything. */
  private byte[] body() {
    int ofScope = scope.length + metrics.size();
    int ofResource = resource.length + Wire.blockSize(ofScope);
    var head = new Bytes(256);
    Wire.blockHead(RESOURCE_METRICS, ofResource, head);
    head.write(resource);
    Wire.blockHead(SCOPE_METRICS, ofScope, head);
    head.write(scope);
    if (gzip) {
      return FastGzip.compress(head, metrics, scratch);
    }
    scratch.clear();
    head.copyTo(scratch);
    metrics.copyTo(scratch);
    return scratch.toByteArray();
  }

  static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000 + at.getNano();
  }

  private static byte[] block(int key, byte[] content) {
    var out = new Bytes(content.length + 8);
    Wire.block(key, content, out);
    return out.toByteArray();
  }
}

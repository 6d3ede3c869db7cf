// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import io.gpunodeagent.agent.document.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * An Event about an object, as it is sent.
 *
 * @param name of the Event; the same one again overwrites it
 * @param namespace of the Event
 * @param involved the object, by kind, name and uid
 * @param node that reports it
 * @param first when it happened first
 * @param last when it happened last
 * @param count how often
 */
public record EventBody(
    String name,
    String namespace,
    JsonObject involved,
    String node,
    Instant first,
    Instant last,
    long count) {

  /** The Event with its text. */
  public String text(boolean warning, String reason, String message) {
    return new JsonObject()
        .put("apiVersion", "v1")
        .put("kind", "Event")
        .put("metadata", new JsonObject().put("name", name).put("namespace", namespace))
        .put("involvedObject", involved)
        .put("type", warning ? "Warning" : "Normal")
        .put("reason", reason)
        .put("message", message)
        .put("firstTimestamp", seconds(first))
        .put("lastTimestamp", seconds(last))
        .put("count", count)
        .put("source", new JsonObject().put("component", ObservedNode.AGENT).put("host", node))
        .put("reportingComponent", ObservedNode.AGENT)
        .put("reportingInstance", node)
        .compactText();
  }

  /** A time as Kubernetes writes it. */
  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** 16 hexadecimal digits that represent a text in a name. */
  public static String hash(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

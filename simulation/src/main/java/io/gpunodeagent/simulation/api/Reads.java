// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Carries out requests that change nothing. */
record Reads(Store store) {

  private static final Duration BOOKMARK_PERIOD = Duration.ofSeconds(5);
  private static final long LONGEST_WATCH_SECONDS = 1800;

  /** One object. */
  Map<String, Object> get(ApiTarget target, ApiRequest request) {
    return store
        .find(target.resource(), target.key())
        .map(object -> shown(object, request))
        .orElseThrow(() -> ApiRefusal.notFound(target.resource(), target.name()));
  }

  /** All objects of a kind that the request selects. */
  Map<String, Object> list(ApiTarget target, ApiRequest request) {
    var selection = Selection.of(target.namespace(), request.query());
    var listing = store.list(target.resource());
    boolean partial = request.metadataOnly();
    var list =
        Tree.of(
            "kind", partial ? "PartialObjectMetadataList" : target.resource().kind() + "List",
            "apiVersion", partial ? "meta.k8s.io/v1" : target.resource().apiVersion(),
            "metadata", Tree.of("resourceVersion", Long.toString(listing.version())));
    list.put(
        "items",
        listing.objects().stream()
            .filter(selection)
            .map(object -> shown(object, request))
            .toList());
    return list;
  }

  private static Map<String, Object> shown(Map<String, Object> object, ApiRequest request) {
    return request.metadataOnly()
        ? Tree.of(
            "kind", "PartialObjectMetadata",
            "apiVersion", "meta.k8s.io/v1",
            "metadata", Tree.map(object, "metadata"))
        : object;
  }

  /** Writes changes, a line each, until the watch's time is over. */
  void watch(ApiTarget target, ApiRequest request, OutputStream out)
      throws IOException, InterruptedException {
    var selection = Selection.of(target.namespace(), request.query());
    long end = System.nanoTime() + seconds(request) * 1_000_000_000L;
    try {
      long seen = begin(target, selection, request, out);
      while (System.nanoTime() < end && !store.closed()) {
        var left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        var patience = left.compareTo(BOOKMARK_PERIOD) < 0 ? left : BOOKMARK_PERIOD;
        long reached = store.version();
        var changes = store.await(target.resource(), seen, patience);
        for (var change : changes) {
          if (selection.test(change.object())) {
            write(out, change.type(), shown(change.object(), request));
          }
          reached = Math.max(reached, change.version());
        }
        seen = Math.max(seen, reached);
        if (changes.isEmpty() && request.says("allowWatchBookmarks")) {
          write(out, "BOOKMARK", bookmark(target, seen, false));
        }
      }
    } catch (ApiRefusal refusal) {
      write(out, "ERROR", refusal.status());
    }
  }

  private static long seconds(ApiRequest request) {
    try {
      return Math.clamp(
          Long.parseLong(request.query().getOrDefault("timeoutSeconds", "")),
          1,
          LONGEST_WATCH_SECONDS);
    } catch (NumberFormatException _) {
      return LONGEST_WATCH_SECONDS;
    }
  }

  /** Says what is there, where the client does not know it; the version it then knows. */
  private long begin(ApiTarget target, Selection selection, ApiRequest request, OutputStream out)
      throws IOException {
    var version = request.query().getOrDefault("resourceVersion", "");
    boolean initial = request.says("sendInitialEvents");
    if (!initial && !version.isEmpty() && !version.equals("0")) {
      return parsed(version);
    }
    var listing = store.list(target.resource());
    for (var object : listing.objects()) {
      if (selection.test(object)) {
        write(out, "ADDED", shown(object, request));
      }
    }
    if (initial) {
      write(out, "BOOKMARK", bookmark(target, listing.version(), true));
    }
    return listing.version();
  }

  private static long parsed(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException _) {
      throw new ApiRefusal(400, "BadRequest", "resourceVersion is no number");
    }
  }

  private static Map<String, Object> bookmark(ApiTarget target, long version, boolean initialEnd) {
    var metadata = Tree.of("resourceVersion", Long.toString(version));
    if (initialEnd) {
      metadata.put("annotations", Map.of("k8s.io/initial-events-end", "true"));
    }
    return Tree.of(
        "kind", target.resource().kind(),
        "apiVersion", target.resource().apiVersion(),
        "metadata", metadata);
  }

  private static void write(OutputStream out, String type, Map<String, Object> object)
      throws IOException {
    var line = ApiJson.write(Tree.of("type", type, "object", object)) + "\n";
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}

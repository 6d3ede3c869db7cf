package io.gpunodeagent.agent.cluster;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a copy of the objects a selector finds: lists them page by page, then watches. Of each
 * object only what {@link Source#read} makes of it is ever held.
 *
 * <p>A cut watch goes on from the last resource version; a version that has expired, or a page of a
 * list that has, means a new list. What was known stays known meanwhile.
 */
final class ListWatch<T> {

  private static final String JSON = "application/json";
  private static final int PAGE = 100;

  /** The server ends a watch after this, and after this node's share of half of it more. */
  private static final Duration WATCH = Duration.ofMinutes(4);

  /** The server sends a bookmark every minute; a watch this silent is a dead connection. */
  private static final Duration SILENCE = Duration.ofSeconds(150);

  private final ApiReader client;
  private final Source<T> source;
  private final Listener<T> listener;
  private final double share;
  private final Map<String, T> known = new LinkedHashMap<>();
  private String version = "";
  private boolean expired;
  private boolean open;
  private int failures;
  private volatile String told = "";

  /**
   * A copy to be kept.
   *
   * @param share this node's share of pauses, 0 to 1
   */
  ListWatch(ApiReader client, Source<T> source, Listener<T> listener, double share) {
    this.client = client;
    this.source = source;
    this.listener = listener;
    this.share = share;
  }

  /**
   * The objects.
   *
   * @param <T> what is kept of one
   */
  interface Source<T> {

    /** Path of the collection. */
    String path();

    /** Field selector. */
    String selector();

    /** What is kept of the object the parser is at. */
    Kept<T> read(JsonParser json) throws IOException;
  }

  /** Hears of changes, on the thread of {@link #run}. */
  interface Listener<T> {

    /** These are the objects now. */
    void changed(List<T> values);

    /** The watch is open: changes will be heard of. */
    void watching();

    /** The watch said something, if only that nothing changed. */
    void alive();

    /** A request failed; another will follow. */
    void failed(ApiException failure);
  }

  /** Lists and watches until the server does not know the resource or the thread is interrupted. */
  void run() throws InterruptedException {
    var known404 = false;
    while (!known404) {
      try {
        Thread.sleep(round().pause());
      } catch (ApiException e) {
        // A watch that is cut is opened again; only when that fails is something amiss.
        if (!open) {
          listener.failed(e);
        }
        open = false;
        known404 = e.is(404);
        Thread.sleep(recover(e).pause());
      }
    }
  }

  private Retry round() throws ApiException, InterruptedException {
    if (version.isEmpty()) {
      list();
    }
    var opened = System.nanoTime();
    client.stream(url(watchQuery()), JSON, SILENCE, this::opened, this::follow);
    open = false;
    var lived = Duration.ofNanos(System.nanoTime() - opened);
    var retry = Retry.afterEnd(lived, failures + 1, share);
    failures = retry.pause().isZero() ? 0 : failures + 1;
    return retry;
  }

  private Retry recover(ApiException failure) {
    failures++;
    var retry = Retry.after(failure, failures, share);
    if (retry.relist()) {
      version = "";
      expired = true;
    }
    return retry;
  }

  private void list() throws ApiException, InterruptedException {
    var fresh = new LinkedHashMap<String, T>();
    // The first list may be the server's cache, which costs it little. One after an expired version
    // must be newer than that.
    var page = page(expired ? "" : "&resourceVersion=0", fresh);
    while (!page.next().isEmpty()) {
      page = page("&continue=" + encoded(page.next()), fresh);
    }
    known.clear();
    known.putAll(fresh);
    changed(page.version());
  }

  private ListPage page(String query, Map<String, T> fresh)
      throws ApiException, InterruptedException {
    return client.get(
        url("&limit=" + PAGE + query), JSON, json -> ListPage.read(json, source, fresh));
  }

  private String watchQuery() {
    var seconds = WATCH.toSeconds() + (long) (WATCH.toSeconds() * share / 2);
    return "&watch=true&allowWatchBookmarks=true&timeoutSeconds="
        + seconds
        + "&resourceVersion="
        + encoded(version);
  }

  private void opened() {
    open = true;
    listener.watching();
  }

  private boolean follow(JsonParser json) throws IOException {
    while (json.nextToken() != null) {
      failures = 0;
      event(json);
    }
    return true;
  }

  private void event(JsonParser json) throws IOException {
    var type = new StringBuilder();
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "type" -> type.append(JsonReader.text(json));
            case "object" -> object(type.toString(), json);
            default -> {}
          }
        });
  }

  private void object(String type, JsonParser json) throws IOException {
    switch (type) {
      case "ADDED", "MODIFIED" -> {
        var kept = source.read(json);
        known.put(kept.uid(), kept.value());
        changed(kept.version());
      }
      case "DELETED" -> {
        var kept = source.read(json);
        known.remove(kept.uid());
        changed(kept.version());
      }
      case "BOOKMARK" -> {
        seen(Meta.read(json).resourceVersion());
        listener.alive();
        told = version;
      }
      case "ERROR" -> throw StatusReader.refusal(json);
      default -> throw ApiException.unusable("an event of type '" + type + "'");
    }
  }

  private void changed(String seenVersion) {
    seen(seenVersion);
    listener.changed(List.copyOf(known.values()));
    told = version;
  }

  /** The resource version up to which the listener was told; empty before the first list. */
  String told() {
    return told;
  }

  private void seen(String seenVersion) {
    if (!seenVersion.isEmpty()) {
      version = seenVersion;
    }
  }

  private String url(String query) {
    return source.path() + "?fieldSelector=" + encoded(source.selector()) + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

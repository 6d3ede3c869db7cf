// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.backoff.NodeShare;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Keeps a copy of the objects a selector finds: lists them page by page, then watches. Of each
 * object only what {@link Source#read} makes of it is ever held.
 *
 * <p>A cut watch goes on from the last resource version; a version that has expired, or a page of a
 * list that has, means a new list. What was known stays known meanwhile. Lists are such as the
 * server answers from its cache: it would read the objects of the whole cluster from its store to
 * find those of one node.
 */
public final class ListWatch<T> {

  private static final String JSON = "application/json";
  private static final int PAGE = 100;

  /** Far more than memory is there for; a list that never ends must end. */
  private static final int MOST_PAGES = 200;

  /** The server ends a watch after this, and after this node's share of as much again. */
  private static final Duration WATCH = Duration.ofMinutes(4);

  /** The server sends a bookmark every minute; a watch this silent is a dead connection. */
  private static final Duration SILENCE = Duration.ofSeconds(150);

  private final ApiReader client;
  private final Source<T> source;
  private final Listener<T> listener;
  private final NodeShare share;
  private final Duration watchTime;
  private Copy<T> copy = new Copy<>(Copy.most());
  private String version = "";
  private Freshness wanted = Freshness.ANY;
  private boolean listed;
  private boolean open;
  private long openedAt;
  private int failures;
  private volatile String reported = "";

  /**
   * A copy to be kept.
   *
   * @param share what this node adds to pauses
   */
  public ListWatch(ApiReader client, Source<T> source, Listener<T> listener, NodeShare share) {
    this.client = client;
    this.source = source;
    this.listener = listener;
    this.share = share;
    watchTime = share.atLeast(WATCH);
  }

  /** How new a list must be. */
  private enum Freshness {

    /** As new as the server's cache. */
    ANY,

    /** At least as new as what was seen last: the server's cache, once it is so new. */
    SEEN,

    /** Nothing is newer. Only when the server cannot give {@link #SEEN}: it may read its store. */
    LATEST
  }

  /**
   * The objects.
   *
   * @param <T> what is kept of one
   */
  public interface Source<T> {

    /** Path of the collection. */
    String path();

    /** Field selector. */
    String selector();

    /** What is kept of the object the parser is at. */
    Versioned<T> read(JsonParser json) throws IOException;
  }

  /** Hears of changes, on the thread of {@link #turn}. */
  public interface Listener<T> {

    /** These are the objects now. */
    void changed(List<T> values);

    /** The watch is open: changes will be heard of. */
    void watching();

    /** The watch said something, if only that nothing changed. */
    void alive();

    /** Changes are not heard of for now, for this reason; a request will follow. */
    void failed(String reason);

    /** The server does not know the resource now; {@link #failed} was called before. */
    default void unknown() {}
  }

  /** A loop that keeps the copy; after a fault everything is listed again. */
  public Loop loop(String name) {
    var restart = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), share);
    return Loop.Settings.standard().restart(restart).onFailure(this::fell).loop(name, this::turn);
  }

  /** One list and watch, and the pause after it. */
  public void turn() throws InterruptedException {
    try {
      Thread.sleep(round().pause());
    } catch (ApiException e) {
      Thread.sleep(recover(e).pause());
    }
  }

  /** A turn failed by a fault of the agent's own. */
  public void fell(String reason) {
    open = false;
    wanted = listed ? Freshness.SEEN : wanted;
    listed = false;
    listener.failed(reason);
  }

  private Retry round() throws ApiException, InterruptedException {
    if (!listed) {
      list();
    }
    client.stream(url(watchQuery()), JSON, SILENCE, this::opened, this::follow);
    open = false;
    failures = steady() ? 0 : failures + 1;
    return Retry.afterEnd(lived(), watchTime, failures, share);
  }

  private Retry recover(ApiException failure) {
    // Whatever a watch says before it fails: one that fails at once, again and again, is a failure.
    boolean cut = open && steady();
    failures = cut ? 0 : failures + 1;
    var retry = cut ? Retry.afterCut(failure, share) : Retry.after(failure, failures, share);
    if (retry.relist()) {
      relist();
    }
    // A watch that is cut is opened again; only when that fails is something amiss.
    if (!open) {
      listener.failed(failure.reason());
    }
    if (!open && failure.is(ApiException.NOT_FOUND)) {
      listener.unknown();
    }
    open = false;
    return retry;
  }

  private Duration lived() {
    return Duration.ofNanos(System.nanoTime() - openedAt);
  }

  private boolean steady() {
    return lived().compareTo(Retry.STEADY) >= 0;
  }

  /** After a watch, what was seen says how new the list must be; after a list, it was no help. */
  private void relist() {
    wanted = listed ? Freshness.SEEN : Freshness.LATEST;
    listed = false;
  }

  private void list() throws ApiException, InterruptedException {
    var fresh = new Copy<T>(Copy.most());
    var page = page(query(), fresh);
    for (var pages = 1; !page.next().isEmpty(); pages++) {
      if (pages == MOST_PAGES) {
        throw ApiException.unusable("a list of more than " + MOST_PAGES + " pages");
      }
      page = page("&limit=" + PAGE + "&continue=" + encoded(page.next()), fresh);
    }
    copy = fresh;
    listed = true;
    changed(page.version());
  }

  private String query() {
    return switch (wanted) {
      case ANY -> "&resourceVersion=0&limit=" + PAGE;
      // With a limit, servers before 1.34 may leave their cache aside.
      case SEEN -> "&resourceVersion=" + encoded(version);
      case LATEST -> "&limit=" + PAGE;
    };
  }

  private ListPage page(String query, Copy<T> fresh) throws ApiException, InterruptedException {
    return client.get(url(query), JSON, json -> ListPage.read(json, source, fresh));
  }

  private String watchQuery() {
    return "&watch=true&allowWatchBookmarks=true&timeoutSeconds="
        + watchTime.toSeconds()
        + "&resourceVersion="
        + encoded(version);
  }

  private void opened() {
    open = true;
    openedAt = System.nanoTime();
    listener.watching();
  }

  private boolean follow(JsonParser json) throws IOException {
    while (json.nextToken() != null) {
      var event = WatchEvent.read(json, source);
      if (event.isPresent()) {
        take(event.get());
      }
    }
    return true;
  }

  private void take(WatchEvent<T> event) throws ApiException {
    switch (event) {
      case WatchEvent.Stored(var kept) -> {
        copy.put(kept);
        changed(kept.version());
      }
      case WatchEvent.Deleted(var kept) -> {
        copy.remove(kept.uid());
        changed(kept.version());
      }
      case WatchEvent.Bookmark(var seenVersion) -> {
        seen(seenVersion);
        listener.alive();
        reported = version;
      }
    }
  }

  private void changed(String seenVersion) {
    seen(seenVersion);
    listener.changed(copy.values());
    reported = version;
  }

  /** The resource version up to which the listener was called; empty before the first list. */
  public String reported() {
    return reported;
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

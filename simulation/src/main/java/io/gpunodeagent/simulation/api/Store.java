// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All objects, with one version that counts every change, and the latest changes for watches. */
final class Store {

  private static final int MOST_CHANGES = 1000;

  private final Map<Resource, Map<String, Map<String, Object>>> objects = new LinkedHashMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private final Map<Resource, Long> versions = new HashMap<>();
  private long version = 1000;
  private long oldest = version;
  private boolean closed;

  /**
   * A change.
   *
   * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
   */
  record Change(long version, String type, Resource resource, Map<String, Object> object) {}

  /** All objects of a kind at one version. */
  record Listing(long version, List<Map<String, Object>> objects) {}

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static String key(Map<String, Object> object) {
    return key(Tree.text(object, "metadata", "namespace"), Tree.text(object, "metadata", "name"));
  }

  /** Adds or replaces; an object that is the same as before is no change. */
  synchronized Map<String, Object> put(Resource resource, Map<String, Object> object) {
    var all = objects.computeIfAbsent(resource, _ -> new LinkedHashMap<>());
    var before = Optional.ofNullable(all.get(key(object)));
    var same = before.filter(old -> unversioned(old).equals(unversioned(object)));
    if (same.isPresent()) {
      return same.get();
    }
    version++;
    var stored = Tree.withMetadata(object, "resourceVersion", Long.toString(version));
    all.put(key(object), stored);
    note(before.isPresent() ? "MODIFIED" : "ADDED", resource, stored);
    return stored;
  }

  private static Map<String, Object> unversioned(Map<String, Object> object) {
    return Tree.withMetadata(object, "resourceVersion", "");
  }

  /** Makes the objects of a kind those, and no others. */
  synchronized void replace(Resource resource, List<Map<String, Object>> wanted) {
    var keys = wanted.stream().map(Store::key).toList();
    for (var key : List.copyOf(objects.getOrDefault(resource, Map.of()).keySet())) {
      if (!keys.contains(key)) {
        remove(resource, key);
      }
    }
    for (var object : wanted) {
      find(resource, key(object))
          .filter(old -> !uid(old).equals(uid(object)))
          .ifPresent(_ -> remove(resource, key(object)));
      put(resource, object);
    }
  }

  private static String uid(Map<String, Object> object) {
    return Tree.text(object, "metadata", "uid");
  }

  private void remove(Resource resource, String key) {
    var gone =
        Optional.ofNullable(objects.getOrDefault(resource, new LinkedHashMap<>()).remove(key));
    gone.ifPresent(
        object -> {
          version++;
          var last = Tree.withMetadata(object, "resourceVersion", Long.toString(version));
          note("DELETED", resource, last);
        });
  }

  private void note(String type, Resource resource, Map<String, Object> object) {
    versions.put(resource, version);
    changes.add(new Change(version, type, resource, object));
    if (changes.size() > MOST_CHANGES) {
      oldest = changes.remove().version();
    }
    notifyAll();
  }

  synchronized Optional<Map<String, Object>> find(Resource resource, String key) {
    return Optional.ofNullable(objects.getOrDefault(resource, Map.of()).get(key));
  }

  synchronized Listing list(Resource resource) {
    return new Listing(version, List.copyOf(objects.getOrDefault(resource, Map.of()).values()));
  }

  /** Forgets all changes: no watch can go on from where it is. */
  synchronized void expire() {
    version++;
    oldest = version;
    changes.clear();
    notifyAll();
  }

  /** Ends all waiting, now and later. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean closed() {
    return closed;
  }

  /**
   * Waits for changes of a kind.
   *
   * @param after the version up to which all is known
   * @return none when the patience is over or the store is closed
   * @throws ApiRefusal 410 when changes after that version are forgotten
   */
  synchronized List<Change> await(Resource resource, long after, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      if (after < oldest) {
        throw ApiRefusal.expired();
      }
      var news = new ArrayList<Change>();
      for (var change : changes) {
        if (change.version() > after && change.resource().equals(resource)) {
          news.add(change);
        }
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (!news.isEmpty() || closed || left <= 0) {
        return news;
      }
      wait(left);
    }
  }

  synchronized long version() {
    return version;
  }

  /** The version of the latest change of a kind; 0 when there was none. */
  synchronized long version(Resource resource) {
    return versions.getOrDefault(resource, 0L);
  }
}

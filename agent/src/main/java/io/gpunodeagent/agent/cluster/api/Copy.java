// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of a collection as they are kept, by UID. Refuses more than memory is there for: a
 * server that leaves out the selector sends the objects of the whole cluster.
 */
final class Copy<T> {

  /** What an object takes, beside the texts that anybody may choose. */
  private static final int OBJECT_BYTES = 4 * 1024;

  /** A list that is read, the one before it and all else must fit into the heap. */
  private static final int HEAP_SHARE = 6;

  private final Map<String, Versioned<T>> objects = new LinkedHashMap<>();
  private final long most;
  private long bytes;

  /**
   * No objects.
   *
   * @param most bytes that all objects may take
   */
  Copy(long most) {
    this.most = most;
  }

  /** What a copy may take in this process. */
  static long most() {
    return Runtime.getRuntime().maxMemory() / HEAP_SHARE;
  }

  /**
   * Keeps an object, in place of one of the same UID.
   *
   * @throws ApiException when it is too much
   */
  void put(Versioned<T> kept) throws ApiException {
    bytes += size(kept);
    var before = objects.put(kept.uid(), kept);
    bytes -= before == null ? 0 : size(before);
    if (bytes > most) {
      throw ApiException.unusable(
          "%d objects take more than %d KiB; a larger heap admits more"
              .formatted(objects.size(), most / 1024));
    }
  }

  /** Forgets an object. */
  void remove(String uid) {
    var before = objects.remove(uid);
    bytes -= before == null ? 0 : size(before);
  }

  /** What is kept of each, in the order in which they came. */
  List<T> values() {
    return objects.values().stream().map(Versioned::value).toList();
  }

  private static long size(Versioned<?> kept) {
    return OBJECT_BYTES + kept.characters();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.labels.syntax.Sanitiser;
import java.util.ArrayList;

/** The four labels every resource has. */
final class Product {

  private Product() {}

  /** The parts as one value. */
  static String name(String... parts) {
    var words = new ArrayList<String>();
    for (var part : parts) {
      if (!part.isEmpty()) {
        words.add(Sanitiser.sanitise(part));
      }
    }
    return String.join("-", words);
  }

  /**
   * Sets product, count, replicas and how the resource is shared.
   *
   * @param resource whose labels they are, such as {@code nvidia.com/gpu}
   * @param product its name when nothing is shared
   */
  static void write(
      String resource, String product, int count, Sharing sharing, LabelCollector out) {
    int replicas = sharing.replicas(resource);
    boolean shared = replicas > 1;
    out.put(resource + ".product", shared && !sharing.renamed() ? product + "-SHARED" : product);
    out.put(resource + ".count", count);
    out.put(resource + ".replicas", replicas);
    out.put(resource + ".sharing-strategy", (shared ? sharing.kind() : Sharing.Kind.NONE).label());
  }

  /** The same for a resource that is outside of any sharing: it has no replicas, not one. */
  static void writeUnshared(String resource, String product, int count, LabelCollector out) {
    write(resource, product, count, Sharing.none(), out);
    out.put(resource + ".replicas", 0);
  }
}

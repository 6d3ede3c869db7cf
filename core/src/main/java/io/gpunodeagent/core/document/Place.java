// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import org.jspecify.annotations.Nullable;

/**
 * Where a node stands: in which document, under which path and on which line.
 *
 * @param source the document, as messages name it: {@code agent.yaml}
 * @param parent the place of the mapping or list around it; null at the root
 * @param step from there, {@code .key} or {@code [index]}; empty at the root
 * @param line from 1; 0 where the document has no lines that anybody wrote
 * @param column from 1, or 0
 */
public record Place(String source, @Nullable Place parent, String step, int line, int column) {

  /** The place of a whole document without lines. */
  public static Place root(String source) {
    return root(source, 0, 0);
  }

  /** The place of a whole document. */
  public static Place root(String source, int line, int column) {
    return new Place(source, null, "", line, column);
  }

  /** The place of what stands under {@code key}; on the line of this one. */
  public Place key(String key) {
    return key(key, line, column);
  }

  /** The place of what stands under {@code key}. */
  public Place key(String key, int line, int column) {
    return new Place(source, this, "." + key, line, column);
  }

  /** The place of the item {@code index}, from 0. */
  public Place item(int index, int line, int column) {
    return new Place(source, this, "[" + index + "]", line, column);
  }

  /** From the root, such as {@code policies.idle[0].name}; empty at the root. */
  public String path() {
    var path = new StringBuilder();
    for (var place = this; place != null; place = place.parent()) {
      path.insert(0, place.step());
    }
    return path.indexOf(".") == 0 ? path.substring(1) : path.toString();
  }

  /** The document and the line, such as {@code agent.yaml:12}. */
  public String where() {
    return line == 0 ? source : source + ":" + line;
  }
}

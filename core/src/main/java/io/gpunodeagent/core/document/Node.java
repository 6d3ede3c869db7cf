// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import java.util.List;

/** A part of a document, with all below it. */
public sealed interface Node {

  /** Where it begins; where its key does, if it has one. */
  Place place();

  /** What it is, as a message says it of a node that is to be something else. */
  default String kind() {
    return switch (this) {
      case Mapping _ -> "is a mapping";
      case Items _ -> "is a list";
      case Scalar _ -> "has a value";
      case Absent _ -> "has no value";
    };
  }

  /** Keys and what stands under them, in their order; a key may be there twice. */
  record Mapping(Place place, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** What stands under a key; its place is that of the key. */
  record Entry(String key, Node value) {}

  /** A list. */
  record Items(Place place, List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** One value. */
  sealed interface Scalar extends Node {
    /** The value as it is written, without quotes. */
    String written();
  }

  /** A text. */
  record Text(Place place, String written) implements Scalar {}

  /** A number; how it is to be read is for whoever takes it. */
  record Numeral(Place place, String written) implements Scalar {}

  /** True or false. */
  record Truth(Place place, String written, boolean value) implements Scalar {}

  /** No value: {@code null}, or nothing behind a key. */
  record Absent(Place place) implements Node {}
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.Wire;

/** Builds a list of {@code KeyValue} messages with texts as values. */
final class Attributes {

  private static final int KEY = Wire.blockKey(1);
  private static final int VALUE = Wire.blockKey(2);
  private static final int STRING = Wire.blockKey(1);

  private final int field;
  private final Bytes out = new Bytes(256);

  /** A list that is field {@code field} of its message. */
  Attributes(int field) {
    this.field = Wire.blockKey(field);
  }

  /** Adds one. */
  Attributes put(String name, String value) {
    var text = new Bytes(64);
    Wire.block(STRING, value, text);
    var pair = new Bytes(64);
    Wire.block(KEY, name, pair);
    Wire.block(VALUE, text.toByteArray(), pair);
    Wire.block(field, pair.toByteArray(), out);
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}

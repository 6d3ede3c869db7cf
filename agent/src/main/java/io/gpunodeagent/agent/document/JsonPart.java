// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.RefusedException;
import java.io.IOException;
import java.util.function.Function;

/**
 * A part of a JSON object: one field or several, declared once for reading and writing. See {@link
 * JsonParts} for the kinds there are.
 *
 * @param <T> what the fields hold
 */
public interface JsonPart<T> {

  /**
   * Takes the fields.
   *
   * @throws RefusedException when one is missing or wrong
   */
  T read(MappingReader keys);

  /** Writes the fields into the object that is begun. */
  void write(T value, JsonGenerator json) throws IOException;

  /** The same fields for another type. */
  default <S> JsonPart<S> as(Function<T, S> from, Function<S, T> to) {
    var part = this;
    return new JsonPart<>() {
      @Override
      public S read(MappingReader keys) {
        return from.apply(part.read(keys));
      }

      @Override
      public void write(S value, JsonGenerator json) throws IOException {
        part.write(to.apply(value), json);
      }
    };
  }

  /** The whole object, of which nothing may be left over. */
  default T whole(MappingReader keys) {
    var value = read(keys);
    keys.finish();
    return value;
  }

  /** Writes the whole object. */
  default void writeWhole(T value, JsonGenerator json) throws IOException {
    json.writeStartObject();
    write(value, json);
    json.writeEndObject();
  }
}

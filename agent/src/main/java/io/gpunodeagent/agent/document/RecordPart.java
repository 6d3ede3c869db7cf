// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.RefusedException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * The components of a record as fields of a JSON object.
 *
 * @param <R> the record
 */
public final class RecordPart<R extends Record> implements JsonPart<R> {

  private final RecordComponent[] components;
  private final Constructor<R> constructor;
  private final List<JsonPart<?>> parts;

  private RecordPart(Class<R> type, List<JsonPart<?>> parts) {
    components = type.getRecordComponents();
    this.parts = parts;
    if (components.length != parts.size()) {
      throw new IllegalArgumentException(type + " has " + components.length + " components");
    }
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  /** The fields of each component of a public record, in the order of the components. */
  public static <R extends Record> JsonPart<R> of(Class<R> type, JsonPart<?>... parts) {
    return new RecordPart<>(type, List.of(parts));
  }

  @Override
  public R read(MappingReader keys) {
    var values = parts.stream().map(part -> part.read(keys)).toArray();
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new RefusedException(
          Problem.at(keys.place(), "is not valid: " + refused.getCause(), "correct it"));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void write(R value, JsonGenerator json) throws IOException {
    for (int i = 0; i < components.length; i++) {
      write(parts.get(i), component(value, i), json);
    }
  }

  private Object component(R value, int index) {
    try {
      return components[index].getAccessor().invoke(value);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @SuppressWarnings("unchecked")
  private static void write(JsonPart<?> part, Object value, JsonGenerator json) throws IOException {
    ((JsonPart<Object>) part).write(value, json);
  }
}

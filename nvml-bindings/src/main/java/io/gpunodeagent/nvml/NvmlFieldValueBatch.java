// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.LoadStructs.FieldValue;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fields of one device that are read together again and again without allocating. Not safe for use
 * by several threads at once.
 *
 * <p>{@link #read} reads all fields. The other methods return what it read, by the position of the
 * field in the arrays of {@link FieldValueQueries#fieldValueBatch}.
 */
public final class NvmlFieldValueBatch {
  private final NvmlHandle device;
  private final int[] ids;
  private final int[] scopes;
  private final Scratch memory;

  /** What the driver is given: the fields, each with an error that the driver replaces. */
  private final byte[] request;

  private int code = NvmlReturn.UNINITIALIZED.value();

  NvmlFieldValueBatch(NvmlHandle device, int[] ids, int[] scopes) {
    if (ids.length != scopes.length) {
      throw new IllegalArgumentException(ids.length + " ids, " + scopes.length + " scopes");
    }
    this.device = device;
    this.ids = ids.clone();
    this.scopes = scopes.clone();
    this.memory = Scratch.allocate(Math.max(1, ids.length) * FieldValue.SIZEOF);
    this.request = request(ids, scopes);
  }

  private static byte[] request(int[] ids, int[] scopes) {
    byte[] request = new byte[ids.length * FieldValue.SIZEOF];
    ByteBuffer fields = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
    for (int i = 0; i < ids.length; i++) {
      int at = i * FieldValue.SIZEOF;
      fields.putInt(at + FieldValue.FIELD_ID, ids[i]);
      fields.putInt(at + FieldValue.SCOPE_ID, scopes[i]);
      fields.putInt(at + FieldValue.NVML_RETURN, NvmlReturn.UNKNOWN.value());
    }
    return request;
  }

  /** {@return the number of fields} */
  public int size() {
    return ids.length;
  }

  /**
   * Reads all fields. {@code nvmlDeviceGetFieldValues}, since driver 450 or older.
   *
   * @return {@link NvmlReturn#SUCCESS} if the driver looked at the fields; each field has a code of
   *     its own
   */
  public NvmlReturn read() {
    memory.putBytes(0, request);
    device.session().enter();
    try {
      code = NvmlFunctions.nvmlDeviceGetFieldValues(device.address(), ids.length, memory.address());
      return NvmlReturn.of(code);
    } finally {
      device.session().exit();
    }
  }

  /**
   * {@return the id of a field, see {@link NvmlFieldId}}
   *
   * @param i the position of the field, from 0, less than {@link #size}
   */
  public int id(int i) {
    return ids[i];
  }

  /**
   * {@return the scope of a field: a link, a power domain, or 0}
   *
   * @param i the position of the field, from 0, less than {@link #size}
   */
  public int scope(int i) {
    return scopes[i];
  }

  /**
   * {@return the code of a field as a number, see {@link NvmlReturn}; 0 is success} If the whole
   * read failed, all fields have its code; before the first read they have {@link
   * NvmlReturn#UNINITIALIZED}.
   *
   * @param i the position of the field, from 0, less than {@link #size}
   */
  public int returnCode(int i) {
    int own = memory.int32(at(i) + FieldValue.NVML_RETURN);
    return code == 0 ? own : code;
  }

  /**
   * {@return the value of a field as a whole number, see {@link NvmlValue#asLong}}
   *
   * @param i the position of the field, from 0, less than {@link #size}
   */
  public long asLong(int i) {
    return NvmlValue.asLong(valueType(i), bits(i));
  }

  /**
   * {@return the value of a field as a double, see {@link NvmlValue#asDouble}}
   *
   * @param i the position of the field, from 0, less than {@link #size}
   */
  public double asDouble(int i) {
    return NvmlValue.asDouble(valueType(i), bits(i));
  }

  /**
   * {@return when a field was read, in microseconds since the epoch}
   *
   * @param i the position of the field, from 0, less than {@link #size}
   */
  public long timestampMicros(int i) {
    return memory.int64(at(i) + FieldValue.TIMESTAMP);
  }

  NvmlResult<List<NvmlFieldValue>> readAll() {
    NvmlReturn result = read();
    return result.isSuccess()
        ? new Success<>(IntStream.range(0, size()).mapToObj(this::value).toList())
        : NvmlSession.failure("nvmlDeviceGetFieldValues", result.value());
  }

  private NvmlFieldValue value(int i) {
    return new NvmlFieldValue(
        ids[i],
        scopes[i],
        NvmlReturn.of(returnCode(i)),
        timestampMicros(i),
        memory.int64(at(i) + FieldValue.LATENCY_USEC),
        new NvmlValue(new NvmlValueType(valueType(i)), bits(i)));
  }

  /**
   * {@return the type of a field as a number, see {@link NvmlValueType}}
   *
   * @param i the position of the field, from 0, less than {@link #size}
   */
  public int valueType(int i) {
    return memory.int32(at(i) + FieldValue.VALUE_TYPE);
  }

  private long bits(int i) {
    return memory.int64(at(i) + FieldValue.VALUE);
  }

  private int at(int i) {
    if (i < 0 || i >= ids.length) {
      throw new IndexOutOfBoundsException(i);
    }
    return i * FieldValue.SIZEOF;
  }
}

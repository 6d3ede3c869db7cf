package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import java.util.List;

/** Figures by number, many in one call. A field that cannot be read fails alone. */
public sealed interface FieldValueQueries permits NvmlDevice {
  /**
   * Reads fields, named in {@link NvmlFieldId}, each in its scope: a link, a power domain, or 0.
   * {@code nvmlDeviceGetFieldValues}, since driver 450 or older.
   */
  default NvmlResult<List<NvmlFieldValue>> fieldValues(int[] ids, int[] scopes) {
    return fieldValueBatch(ids, scopes).readAll();
  }

  /** Prepares a read of the same fields over and over, which then allocates nothing. */
  default NvmlFieldValueBatch fieldValueBatch(int[] ids, int[] scopes) {
    return new NvmlFieldValueBatch(on(this), ids, scopes);
  }
}

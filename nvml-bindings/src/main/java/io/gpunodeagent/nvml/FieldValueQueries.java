// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import java.util.List;

/** Values of fields, many in one call. A field that cannot be read fails alone. */
public sealed interface FieldValueQueries permits NvmlDevice {
  /**
   * {@return the values of fields, in the order of the ids} {@code nvmlDeviceGetFieldValues}, since
   * driver 450 or older.
   *
   * @param ids ids of fields, see {@link NvmlFieldId}
   * @param scopes the scope of each field: a link, a power domain, or 0; as many as there are ids
   */
  default NvmlResult<List<NvmlFieldValue>> fieldValues(int[] ids, int[] scopes) {
    return fieldValueBatch(ids, scopes).readAll();
  }

  /**
   * {@return a read of the same fields that is prepared once and then allocates nothing}
   *
   * @param ids ids of fields, see {@link NvmlFieldId}
   * @param scopes the scope of each field: a link, a power domain, or 0; as many as there are ids
   */
  default NvmlFieldValueBatch fieldValueBatch(int[] ids, int[] scopes) {
    return new NvmlFieldValueBatch(on(this), ids, scopes);
  }
}

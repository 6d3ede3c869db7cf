// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.syntax.Keys;
import java.util.LinkedHashMap;
import java.util.List;

/** GPUs by model, where the shared labels can describe one model only. */
final class ModelLabels {

  private static final String MODEL = Keys.PREFIX + "model.";

  private ModelLabels() {}

  static void write(List<Model> models, LabelCollector out) {
    var counts = new LinkedHashMap<String, Integer>();
    for (var model : models) {
      // Names that differ only in what a label cannot have are one product.
      counts.merge(Product.name(model.name()), model.gpus().size(), Integer::sum);
    }
    counts.remove("");
    counts.forEach((product, count) -> out.put(MODEL + product + ".count", count));
  }
}

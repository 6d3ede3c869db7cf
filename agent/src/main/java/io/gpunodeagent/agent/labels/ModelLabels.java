package io.gpunodeagent.agent.labels;

import java.util.List;

/** GPUs by model, where the shared labels can tell of one model only. */
final class ModelLabels {

  private static final String MODEL = Keys.PREFIX + "model.";

  private ModelLabels() {}

  static void write(List<Model> models, LabelCollector out) {
    for (var model : models) {
      var product = Product.name(model.name());
      if (!product.isEmpty()) {
        out.put(MODEL + product + ".count", model.gpus().size());
      }
    }
  }
}

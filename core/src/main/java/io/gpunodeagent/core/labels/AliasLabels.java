// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.syntax.Sanitiser;
import io.gpunodeagent.core.labels.topology.Topology;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Labels in the form of common guides, for manifests that were written by them. */
public final class AliasLabels {

  private static final Pattern WORDS = Pattern.compile("[ -]+");
  private static final Pattern BUILD = Pattern.compile("\\d+gb|hbm.*|sxm\\d*|pcie|nvl");
  private static final String MAKER = "nvidia";

  private AliasLabels() {}

  static void write(List<Model> models, Topology topology, LabelCollector out) {
    out.put("accelerator", accelerator(models.getFirst().name()));
    if (topology.unknown()) {
      out.unknown("gpu-topology");
    } else {
      out.put("gpu-topology", topology(topology));
    }
  }

  /** The model without memory and form: {@code nvidia-h100}, {@code nvidia-tesla-t4}. */
  static String accelerator(String name) {
    var text = new StringBuilder(MAKER);
    var words = Sanitiser.sanitise(name).toLowerCase(Locale.ROOT);
    for (var word : WORDS.splitAsStream(words).toList()) {
      if (!word.equals(MAKER) && !BUILD.matcher(word).matches()) {
        text.append('-').append(word);
      }
    }
    return text.toString();
  }

  /** {@code nvlink-8x} where eight GPUs are joined each to each; {@code pcie} without NVLink. */
  private static String topology(Topology topology) {
    return switch (topology.shape()) {
      case NONE -> "pcie";
      case NVSWITCH, FULL_MESH -> nvLink(topology.gpus().size());
      case HYBRID_CUBE_MESH -> nvLink(topology.gpus().size() / 2);
      case PAIRS, PARTIAL -> nvLink(2);
    };
  }

  private static String nvLink(int gpus) {
    return gpus > 1 ? "nvlink-" + gpus + "x" : "pcie";
  }
}

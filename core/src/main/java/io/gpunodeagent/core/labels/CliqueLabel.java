// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.topology.Fabric;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.List;
import java.util.TreeSet;

/** The NVLink domain beyond this machine that the GPUs belong to. */
final class CliqueLabel {

  private static final String KEY = GfdLabels.PREFIX + "gpu.clique";

  private CliqueLabel() {}

  /** One attached GPU is enough; GPUs in different cliques leave the node without one. */
  static void write(List<GpuSample> gpus, LabelCollector out) {
    var clusters = new TreeSet<String>();
    var cliques = new TreeSet<Long>();
    for (var gpu : gpus) {
      switch (Fabric.of(gpu)) {
        case Fabric.Attached(var cluster, var clique) -> {
          clusters.add(cluster);
          cliques.add(clique);
        }
        case Fabric.Unknown(var function, var code) -> {
          out.unknown(KEY);
          out.problem(KEY, function + " answered " + code, "the last good value stays");
          return;
        }
        case Fabric.Registered(), Fabric.Apart(var _), Fabric.Unsupported() -> {}
      }
    }
    if (clusters.size() > 1 || cliques.size() > 1) {
      out.problem(
          KEY,
          "the GPUs of this node are in several NVLink cliques, " + clusters + " " + cliques,
          "the label is left out");
    } else if (!clusters.isEmpty()) {
      out.put(KEY, clusters.first() + "." + cliques.first());
    }
  }
}

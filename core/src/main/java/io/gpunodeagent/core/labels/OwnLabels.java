// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.labels.topology.Gpus;
import io.gpunodeagent.core.labels.topology.Topology;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.usage.Usage;

/** What the agent labels beside what GPU Feature Discovery does. */
final class OwnLabels {

  private OwnLabels() {}

  static void write(
      NodeSnapshot node,
      DriverState.Ready driver,
      Usage usage,
      LabelsConfig config,
      LabelCollector out) {
    var gpus = Gpus.ofWork(node);
    if (gpus.isEmpty()) {
      return;
    }
    if (Gpus.unidentified(node, driver) > 0) {
      // A GPU that is not known may be the missing link.
      out.unknown(Keys.PREFIX + "*", "accelerator", "gpu-topology");
      return;
    }
    var models = Model.of(gpus);
    ModelLabels.write(models, out);
    TopologyLabels.write(node, gpus, out);
    MigLayoutLabels.write(gpus, out);
    if (config.hints()) {
      HintLabels.write(gpus, usage, out);
    }
    if (config.aliases()) {
      AliasLabels.write(models, Topology.of(node, gpus), out);
    }
  }
}

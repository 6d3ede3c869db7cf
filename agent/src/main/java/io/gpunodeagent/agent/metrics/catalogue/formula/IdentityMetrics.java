// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source.Formula;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import java.util.Map;
import java.util.function.BiConsumer;

/** Names and versions of the node and its GPUs that no signal gives: facts of the snapshot. */
public final class IdentityMetrics {

  public static final Map<String, Formula> FORMULAS =
      Map.of(
          "DCGM_FI_DRIVER_VERSION",
          driver((driver, out) -> driver.driverVersion().toOptional().ifPresent(out::text)),
          "DCGM_FI_NVML_VERSION",
          driver((driver, out) -> driver.nvmlVersion().toOptional().ifPresent(out::text)),
          "DCGM_FI_DEV_COUNT",
          driver((driver, out) -> out.add(driver.deviceCount())),
          "DCGM_FI_CUDA_DRIVER_VERSION",
          driver(IdentityMetrics::cudaVersion),
          "DCGM_FI_DEV_NAME",
          Formula.of(IdentityMetrics::name),
          "DCGM_FI_DEV_SERIAL",
          Formula.of((row, out) -> row.gpu().identity().serial().ifPresent(out::text)),
          "DCGM_FI_DEV_UUID",
          Formula.of(IdentityMetrics::uuid),
          "DCGM_FI_DEV_PCI_BUSID",
          Formula.of((row, out) -> out.text(row.gpu().identity().pciBusId())));

  private IdentityMetrics() {}

  /** What the driver says of itself, while it is ready. */
  private static Formula driver(BiConsumer<DriverState.Ready, Samples> reader) {
    return Formula.of(
        (row, out) -> {
          if (row.node().driver() instanceof DriverState.Ready ready) {
            reader.accept(ready, out);
          }
        });
  }

  private static void cudaVersion(DriverState.Ready driver, Samples out) {
    if (driver.cudaDriverVersion() instanceof Reading.Value(var version)) {
      out.add(version.doubleValue());
    }
  }

  private static void name(Row row, Samples out) {
    var name = row.gpu().identity().name();
    out.text(row.instance().map(mig -> name + " MIG " + mig.profile()).orElse(name));
  }

  /** An instance cut into several MIG devices has no UUID of its own. */
  private static void uuid(Row row, Samples out) {
    if (row.instance().isEmpty()) {
      out.text(row.gpu().identity().uuid());
    } else if (row.instance().get().computeInstances().size() == 1) {
      out.text(row.instance().get().computeInstances().getFirst().uuid());
    }
  }
}

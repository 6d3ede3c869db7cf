// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.files.TemporaryFolder;
import io.gpunodeagent.agent.sampling.SamplingConfig.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a simulation keeps what is set on its GPUs, so that the simulated library and the simulated
 * {@code nvidia-smi} see the same: a folder that the environment names, or one of its own.
 *
 * @param folder of the settings
 * @param own the folder that goes with the run; empty when the environment names one
 */
public record SimulatedSettings(Path folder, Optional<TemporaryFolder> own)
    implements AutoCloseable {

  /** The folder for {@code source}; empty when it is no simulation. */
  public static Optional<SimulatedSettings> of(Source source, Map<String, String> environment)
      throws StartException {
    if (!source.simulated()) {
      return Optional.empty();
    }
    var named = environment.get(Simulator.STATE_VARIABLE);
    if (named != null && !named.isBlank()) {
      return Optional.of(new SimulatedSettings(Path.of(named).toAbsolutePath(), Optional.empty()));
    }
    try {
      var own = TemporaryFolder.create();
      return Optional.of(new SimulatedSettings(own.path(), Optional.of(own)));
    } catch (IOException failed) {
      throw StartException.noTemporaryFolder(failed);
    }
  }

  /** The source that keeps its settings there. */
  public Source kept(Source source) {
    var environment = new HashMap<>(source.environment());
    environment.put(Simulator.STATE_VARIABLE, folder.toString());
    return source.withEnvironment(environment);
  }

  @Override
  public void close() {
    own.ifPresent(TemporaryFolder::close);
  }
}

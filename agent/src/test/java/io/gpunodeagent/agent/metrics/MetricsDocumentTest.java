// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsDocumentTest {

  @Test
  void theDocumentIsTheCatalogue(@TempDir Path folder) {
    Golden.matches("docs/metrics.md", MetricsDocument.write(folder));
  }
}

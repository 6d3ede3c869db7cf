package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.Golden;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {

  @Test
  void theDocumentIsTheCatalogue() {
    Golden.matches("docs/metrics.md", MetricsDocument.write());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.Golden;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {

  @Test
  void thePageIsWhatTheTableOfSettingsSays() {
    Golden.matches("docs/configuration.md", ConfigDocument.render());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import org.snakeyaml.engine.v2.schema.JsonSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/** What words without quotes mean to the program for which a YAML document is written. */
public interface YamlSchema {

  /** The agent's own: {@code true} is a truth, {@code yes} and {@code 010} are texts. */
  YamlSchema OWN =
      new YamlSchema() {
        @Override
        public Schema tags() {
          return new JsonSchema();
        }

        @Override
        public boolean truth(String written) {
          return written.equals("true");
        }

        @Override
        public String number(String written) {
          return written;
        }
      };

  /** Which kind a word is of. */
  Schema tags();

  /** Whether a word that is a truth is true. */
  boolean truth(String written);

  /** A word that is a number, in digits. */
  String number(String written);
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import java.util.Locale;
import java.util.Map;

/** The columns that tables of the catalogue have, each named as its constant in lower case. */
enum Column {
  ID,
  NAME,
  KIND,
  UNIT,
  SCOPE,
  DEFAULT,
  SERVED,
  SOURCE,
  CONVERSION,
  LABELS,
  HELP,
  INSTRUMENT,
  NUMBER,
  COMPONENT,
  ATTRIBUTES,
  METRIC,
  REPLACES,
  FIELDS,
  REASON;

  /** All of them, by word. */
  static final Map<String, Column> BY_WORD = TableRow.choices(values(), Column::word);

  /** As tables and messages write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

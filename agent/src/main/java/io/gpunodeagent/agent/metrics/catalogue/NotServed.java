// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import java.util.List;

/**
 * A DCGM field that is not served, and why.
 *
 * @param field its number
 * @param reason why not, one phrase without a full stop
 */
public record NotServed(int field, String reason) {

  /** Why a name without a field is not served. */
  static final String DROPPED =
      "DCGM dropped this NVSwitch field, and its number means another field today";

  /** All of them. They are read when a name is first looked up: the default metrics need none. */
  static final List<NotServed> ALL = read();

  /** Why {@code field}, which no metric serves, is not served. */
  static String reason(int field) {
    return ALL.stream()
        .filter(each -> each.field() == field)
        .findFirst()
        .map(NotServed::reason)
        .orElseThrow();
  }

  private static List<NotServed> read() {
    return Table.read("not-served.txt").rows().stream()
        .flatMap(
            row ->
                row.numbers(Column.FIELDS).stream()
                    .map(field -> new NotServed(field, row.cell(Column.REASON))))
        .toList();
  }
}

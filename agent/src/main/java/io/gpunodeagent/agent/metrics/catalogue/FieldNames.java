// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import static java.util.stream.Collectors.groupingBy;

import io.gpunodeagent.agent.metrics.catalogue.FieldName.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Every name of every DCGM field, from the table {@code dcgm-names.csv}. It is read when a name is
 * first looked up: the default metrics need none of it.
 */
public final class FieldNames {

  private static final List<FieldName> ALL = read();

  /** A name of two fields has an entry for each. */
  private static final Map<String, List<FieldName>> BY_NAME =
      ALL.stream().collect(groupingBy(FieldName::name));

  private static final Map<Integer, List<FieldName>> BY_FIELD =
      ALL.stream()
          .filter(name -> name.field().isPresent())
          .collect(groupingBy(name -> name.field().getAsInt()));

  private FieldNames() {}

  /** All of them, by field. */
  public static List<FieldName> all() {
    return ALL;
  }

  /** What {@code name} may mean: nothing, one field, or two of different DCGM releases. */
  public static List<FieldName> of(String name) {
    return BY_NAME.getOrDefault(name, List.of());
  }

  /** The names of a field. */
  public static List<FieldName> of(int field) {
    return BY_FIELD.getOrDefault(field, List.of());
  }

  /** Whether DCGM knows {@code name} since 4.7 only. */
  public static boolean onlyOfDcgm47(String name) {
    var meanings = of(name);
    return !meanings.isEmpty()
        && meanings.stream().allMatch(each -> each.origin() == Origin.DCGM_4_7);
  }

  private static List<FieldName> read() {
    var table = Objects.requireNonNull(FieldNames.class.getResourceAsStream("dcgm-names.csv"));
    try (var lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(FieldNames::name).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static FieldName name(String line) {
    var cells = line.split(",", -1);
    var field =
        cells[1].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cells[1]));
    return new FieldName(cells[0], field, Origin.ofWord(cells[2]));
  }
}

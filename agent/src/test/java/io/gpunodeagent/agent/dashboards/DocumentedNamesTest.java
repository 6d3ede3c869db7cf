// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series that documents speak of are served, or recorded by the rules. */
class DocumentedNamesTest {

  /** A series with or without a selector; a star ends the beginning of several names. */
  private static final Pattern SERIES = Pattern.compile("(gpu[_:][a-z0-9_:]*)(\\*?)(?:\\{.*)?");

  @Test
  void eachNameOfADocumentExists() {
    var known = known();
    var unknown = new ArrayList<String>();
    int names = 0;
    for (var file : Documents.all()) {
      // The list of names itself, which another test holds to the catalogue.
      if (!file.endsWith("docs/metrics.md")) {
        for (var code : Documents.code(file)) {
          if (SERIES.matcher(code.text()).matches()) {
            names++;
            if (!exists(code.text(), known)) {
              unknown.add(code.place() + ": " + code.text());
            }
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(names).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu_health_state|true",
        "gpu_health|false",
        "gpu_allocation_doubt{reason}|true",
        "gpu_allocation_*|true",
        "gpu_alocation_*|false",
        "gpu:idle:pods|true",
        "gpu:idle:pod|false",
      })
  void aNameExistsWhenSomethingServesOrRecordsIt(String text, boolean exists) {
    assertThat(exists(text, known())).isEqualTo(exists);
  }

  private static boolean exists(String text, Set<String> known) {
    var series = SERIES.matcher(text);
    assertThat(series.matches()).isTrue();
    return series.group(2).isEmpty()
        ? known.contains(series.group(1))
        : known.stream().anyMatch(name -> name.startsWith(series.group(1)));
  }

  private static Set<String> known() {
    var known = new HashSet<>(Declared.served());
    RuleFiles.all().forEach(rule -> rule.record().ifPresent(known::add));
    // Values of the label reason that look like series.
    known.addAll(DocumentedDoubtsTest.labels());
    return known;
  }
}

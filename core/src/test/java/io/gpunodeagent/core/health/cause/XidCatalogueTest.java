// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.cause.Xid.Severity;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XidCatalogueTest {

  @ParameterizedTest
  @CsvSource({
    "13, APPLICATION, RESTART_APPLICATION, false",
    "31, APPLICATION, RESTART_APPLICATION, false",
    "43, APPLICATION, RESTART_APPLICATION, false",
    "45, APPLICATION, RESTART_APPLICATION, false",
    "48, FATAL, RESET_GPU, true",
    "63, INFORMATIONAL, NONE, true",
    "64, FATAL, RESET_GPU, true",
    "74, DEGRADED, RESET_GPU, true",
    "79, FATAL, RESTART_NODE, true",
    "94, DEGRADED, RESTART_APPLICATION, true",
    "95, FATAL, RESET_GPU, true",
    "119, FATAL, RESET_GPU, false",
    "120, FATAL, RESET_GPU, true",
    "154, UNKNOWN, NONE, true"
  })
  void codesMeanWhatIsDocumented(
      int code, Severity severity, HealthAction action, boolean reported) {
    var xid = XidCatalogue.of(code);
    assertThat(xid.severity()).isEqualTo(severity);
    assertThat(xid.action()).isEqualTo(action);
    assertThat(xid.recoveryReported()).isEqualTo(reported);
    assertThat(xid.source()).isNotEqualTo(Xid.Source.NONE);
  }

  @Test
  void everyPublishedCodeHasOneRow() {
    var codes = new HashSet<Integer>();
    for (var row : XidCatalogue.rows()) {
      assertThat(codes.add(row.code())).as("XID %d", row.code()).isTrue();
      assertThat(row.meaning()).as("XID %d", row.code()).isNotBlank().doesNotContain("\n");
    }
    for (int code = 1; code <= 172; code++) {
      assertThat(codes).contains(code);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 173, 500, -1})
  void aCodeNobodyDocumentsIsReportedAsUnknown(int code) {
    var xid = XidCatalogue.of(code);
    assertThat(xid.code()).isEqualTo(code);
    assertThat(xid.meaning()).isEqualTo("unknown XID");
    assertThat(xid.severity()).isEqualTo(Severity.UNKNOWN);
  }

  @Test
  void whateverIsFatalSaysWhatToDo() {
    assertThat(XidCatalogue.rows())
        .filteredOn(xid -> xid.severity() == Severity.FATAL)
        .allMatch(xid -> xid.action().compareTo(HealthAction.RESET_GPU) >= 0);
  }
}

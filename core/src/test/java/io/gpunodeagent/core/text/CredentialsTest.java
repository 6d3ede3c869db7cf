// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.document.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  @ParameterizedTest
  @CsvSource({
    "http://me:s3cret@collector:4318, http://…@collector:4318",
    "http://me:s3cret@ho st, http://…@ho st",
    "http://me:s3/c:r@e t@ho st, http://…@ho st",
    "//me:s3cret@host, //…@host",
    "me:s3cret@host:4318, me:…@host:4318",
    "htp:me:s3cret@http://host, htp:…@http://host"
  })
  void userAndPasswordAreNotShown(String text, String shown) {
    assertThat(Credentials.masked(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://collector:4318/a", "somebody@example.com", "250ms", "", "@"})
  void otherTextIsShownAsItIs(String text) {
    assertThat(Credentials.masked(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 70, 90, 1000})
  void aProblemShowsNoPasswordHoweverLong(int length) {
    var value = "http://me:" + "s3cret".repeat(length) + "@ho st";
    assertThat(Problem.invalid("", "otlp.endpoint", value, "an address").line())
        .isEqualTo("otlp.endpoint: \"http://…@ho st\" is not valid: use an address");
  }
}

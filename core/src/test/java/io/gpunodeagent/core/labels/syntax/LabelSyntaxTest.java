// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSyntaxTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "A-b_c.9", "0", "1g.10gb"})
  void goodValuesPass(String value) {
    assertThat(LabelSyntax.check("nvidia.com/x", value)).isEmpty();
    assertThat(LabelSyntax.check("nvidia.com/x", "a".repeat(63))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "a-", ".a", "a_", "a b", "a/b", "ä", "a\n", "-"})
  void badValuesAreNamed(String value) {
    assertThat(LabelSyntax.check("nvidia.com/x", value))
        .hasValueSatisfying(problem -> assertThat(problem.key()).isEqualTo("nvidia.com/x"));
    assertThat(LabelSyntax.check("nvidia.com/x", "a".repeat(64))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "example.com/a", "a.b-c.d/A_b.c-d", "nvidia.com/mig-1g.5gb.me.count"})
  void goodKeysPass(String key) {
    assertThat(LabelSyntax.check(key, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "a/", "A.com/a", "a..b/c", "-a/b", "a/-b", "a/b/c", "a/b c", "a/b,c"})
  void badKeysAreNamed(String key) {
    assertThat(LabelSyntax.check(key, "")).isPresent();
  }

  @Test
  void aPrefixMayHave253CharactersAndANameHas63() {
    var label = "a".repeat(62) + ".";
    var prefix = label.repeat(4) + "b";
    assertThat(LabelSyntax.check(prefix + "/" + "n".repeat(63), "")).isEmpty();
    assertThat(LabelSyntax.check(prefix + "bb/x", "")).isPresent();
    assertThat(LabelSyntax.check("a/" + "n".repeat(64), "")).isPresent();
  }
}

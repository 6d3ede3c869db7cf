// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A problem is news when it begins and when it is over. */
class OngoingProblemsTest {

  private final OngoingProblems problems = new OngoingProblems();

  @Test
  void aProblemIsNewOnceAndOverOnce() {
    assertThat(problems.begins("file")).isTrue();
    assertThat(problems.begins("file")).isFalse();
    assertThat(problems.ends("file")).isTrue();
    assertThat(problems.ends("file")).isFalse();
    assertThat(problems.begins("file")).isTrue();
  }

  @Test
  void anotherKindOfTheSameProblemIsNews() {
    assertThat(problems.begins("gpu", "hung")).isTrue();
    assertThat(problems.begins("gpu", "lost")).isTrue();
    assertThat(problems.begins("gpu", "lost")).isFalse();
    assertThat(problems.ends("gpu")).isTrue();
  }

  @Test
  void ofAllProblemsTheNewOnesAndThoseThatAreOverAreTold() {
    var said = new ArrayList<String>();
    for (var now :
        List.of(List.of("a", "b"), List.of("a", "b"), List.of("b", "c"), List.<String>of())) {
      problems.become(now, begun -> said.add("+" + begun), ended -> said.add("-" + ended));
      said.add("|");
    }
    assertThat(String.join("", said)).matches("\\+a\\+b\\|\\|\\+c-a\\|(-b-c|-c-b)\\|");
  }
}

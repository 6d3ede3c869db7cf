// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML and JSON as one tree that knows where each of its nodes stands. */
class DocumentsTest {

  private static final Form<String> WORD = Form.written("a word", Optional::of);

  private final List<Problem> problems = new ArrayList<>();

  private Optional<Node> yaml(String text) {
    return YamlDocument.read("a.yaml", text, YamlSchema.OWN, problems::add);
  }

  private List<String> lines() {
    return problems.stream().map(Problem::line).toList();
  }

  @Test
  void everyNodeOfYamlKnowsItsLineColumnAndPath() {
    var root = (Node.Mapping) yaml("a:\n  - x: 1\n    y: [yes, true, ~, null]\n").orElseThrow();
    var list = (Node.Items) root.entries().getFirst().value();
    var first = (Node.Mapping) list.items().getFirst();
    var last = (Node.Items) first.entries().getLast().value();

    assertThat(first.place().path()).isEqualTo("a[0]");
    assertThat(last.place().where()).isEqualTo("a.yaml:3");
    assertThat(last.items())
        .extracting(item -> item.place().path() + " " + item.place().column())
        .containsExactly("a[0].y[0] 9", "a[0].y[1] 14", "a[0].y[2] 20", "a[0].y[3] 23");
    assertThat(last.items())
        .extracting(item -> item.getClass().getSimpleName())
        .containsExactly("Text", "Truth", "Text", "Absent");
  }

  @Test
  void everyNodeOfJsonKnowsItsPath() {
    var root = (Node.Mapping) JsonDocument.read("{\"a\":[1,{\"b\":true}]}".getBytes(UTF_8));
    var list = (Node.Items) root.entries().getFirst().value();
    var object = (Node.Mapping) list.items().getLast();

    assertThat(list.items().getFirst()).isInstanceOf(Node.Numeral.class);
    assertThat(object.entries().getFirst().value().place().path()).isEqualTo("a[1].b");
    assertThat(object.entries().getFirst().value()).isInstanceOf(Node.Truth.class);
  }

  @Test
  void whatIsLeftOverIsReportedWithTheNearestKey() {
    var keys =
        new MappingReader(yaml("name: x\nretires: 3\ncolour: red\n").orElseThrow(), problems::add);

    assertThat(keys.get("name", WORD)).contains("x");
    assertThat(keys.get("retries", WORD)).isEmpty();
    keys.finish();

    assertThat(lines())
        .containsExactly(
            "a.yaml:2: retires: unknown key: did you mean retries?",
            "a.yaml:3: colour: unknown key: use name or retries");
  }

  @Test
  void oneProblemEndsAReadingThatRefuses() {
    var keys = MappingReader.refusing(JsonDocument.read("{\"a\":{\"b\":1}}".getBytes(UTF_8)));

    assertThatThrownBy(() -> keys.child("a").orElseThrow().finish())
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("a.b: unknown key");
    assertThatThrownBy(() -> keys.take("c", WORD)).hasMessage("c: missing: use a word");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: [b}          | a.yaml:1:7: not valid YAML, expected ',' or ']', but got }: correct",
        "a: &x [*x]       | a.yaml:1: a: holds an alias inside its own anchor: write the value",
        "a: !b c          | a.yaml:1: a: \"!b\" is a tag to YAML: put the value in quotes",
        "{[a, b]: c}      | a.yaml:1: has a key that is no text: name it with a text",
      })
  void whatIsNoYamlForUsIsOneProblem(String text, String line) {
    yaml(text);
    assertThat(lines()).singleElement().asString().startsWith(line);
  }

  @Test
  void depthIsBounded() {
    assertThat(yaml("[".repeat(51) + "]".repeat(51))).isEmpty();
    assertThat(lines())
        .containsExactly("a.yaml:1: is nested more than 50 levels deep: nest less deeply");
    assertThatThrownBy(() -> JsonDocument.read(("[".repeat(17) + "]".repeat(17)).getBytes(UTF_8)))
        .hasMessage("is nested more than 16 deep");
  }

  @Test
  void aliasesThatMultiplyAreBounded() {
    var text = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 8; i++) {
      text.append("l%d: &l%d [%s]\n".formatted(i, i, ("*l" + (i - 1) + ", ").repeat(6) + "x"));
    }
    assertThat(yaml(text.toString())).isEmpty();
    assertThat(lines()).singleElement().asString().contains("use fewer aliases");
  }

  @Test
  void anEmptyDocumentIsAbsent() {
    assertThat(yaml("# nothing\n")).containsInstanceOf(Node.Absent.class);
    assertThat(problems).isEmpty();
  }

  /** The parser copies what it has read for each further piece: a long line took seconds. */
  @Test
  void aTextIsParsedInOnePiece() {
    assertThat(YamlDocument.settings("x".repeat(70_000), YamlSchema.OWN).getBufferSize())
        .isEqualTo(70_000);
  }
}

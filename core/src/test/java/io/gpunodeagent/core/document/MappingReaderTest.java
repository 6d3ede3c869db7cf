// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.core.document.MappingReader.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a mapping yields, and what is said of one that is wrong. */
class MappingReaderTest {

  private static final Place ROOT = Place.root("a.yaml", 1, 1);
  private static final Form<Integer> NUMBER =
      Form.number("a number", text -> Optional.of(Integer.valueOf(text)));
  private static final Form<String> WRITTEN = Form.written("a value", Optional::of);

  private final List<Problem> problems = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();

  /** Each key on a line of its own. */
  @SafeVarargs
  private static Node.Mapping mapping(Place place, Map.Entry<String, Node>... entries) {
    var all = new ArrayList<Node.Entry>();
    for (var entry : entries) {
      all.add(new Node.Entry(entry.getKey(), entry.getValue()));
    }
    return new Node.Mapping(place, all);
  }

  private static Place at(String key, int line) {
    return ROOT.key(key, line, 1);
  }

  private static Map.Entry<String, Node> number(String key, int line, String written) {
    return Map.entry(key, new Node.Numeral(at(key, line), written));
  }

  private static Map.Entry<String, Node> text(String key, int line, String written) {
    return Map.entry(key, new Node.Text(at(key, line), written));
  }

  private MappingReader read(Node node) {
    return new MappingReader(node, problems::add, asked::add);
  }

  private List<String> said() {
    return problems.stream().map(Problem::line).toList();
  }

  @Test
  void aValueIsReadAndOneThatIsNotWrittenHasItsDefault() {
    var keys = read(mapping(ROOT, number("a", 2, "7")));

    assertThat(keys.get("a", NUMBER)).contains(7);
    assertThat(keys.get("a", NUMBER, 1)).isEqualTo(7);
    assertThat(keys.get("b", NUMBER, 1)).isEqualTo(1);
    assertThat(keys.get("b", NUMBER)).isEmpty();
    assertThat(keys.has("a")).isTrue();
    assertThat(keys.has("b")).isFalse();
    assertThat(keys.place()).isEqualTo(ROOT);
    keys.finish();
    assertThat(said()).isEmpty();
  }

  @Test
  void aWrongValueIsReportedAndReadsAsTheDefault() {
    var keys = read(mapping(ROOT, text("a", 2, "x"), Map.entry("b", mapping(at("b", 3)))));

    assertThat(keys.get("a", NUMBER, 1)).isEqualTo(1);
    assertThat(keys.get("b", NUMBER)).isEmpty();
    assertThat(keys.get("b", WRITTEN)).isEmpty();
    assertThat(said())
        .containsExactly(
            "a.yaml:2: a: \"x\" is not valid: use a number",
            "a.yaml:3: b: is a mapping: use a number",
            "a.yaml:3: b: is a mapping: use a value");
  }

  @Test
  void aKeyThatMustBeWrittenIsMissed() {
    var keys = read(mapping(ROOT, number("a", 2, "7")));

    assertThat(keys.require("a", NUMBER, 1)).isEqualTo(7);
    assertThat(keys.require("b", NUMBER, 1)).isEqualTo(1);
    assertThat(said()).containsExactly("a.yaml:1: b: missing: use a number");
  }

  @Test
  void aDocumentThatIsOfNoUseWithoutAKeyIsRefused() {
    var keys = read(mapping(ROOT, number("a", 2, "7"), text("b", 3, "x")));

    assertThat(keys.take("a", NUMBER)).isEqualTo(7);
    assertThatThrownBy(() -> keys.take("b", NUMBER)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> keys.take("c", NUMBER)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> MappingReader.refusing(new Node.Text(ROOT, "x")))
        .isInstanceOf(RefusedException.class);
    assertThat(said()).isEmpty();
  }

  @Test
  void aKeyThatIsWrittenTwiceIsReportedAndTheFirstCounts() {
    var keys = read(mapping(ROOT, number("a", 2, "7"), number("a", 3, "8")));

    assertThat(keys.get("a", NUMBER)).contains(7);
    assertThat(said()).containsExactly("a.yaml:3: a: is written twice: keep one of the two");
  }

  @Test
  void whatIsNoMappingIsReportedAndReadsAsAnEmptyOne() {
    assertThat(read(new Node.Text(ROOT, "x")).get("a", NUMBER)).isEmpty();
    assertThat(read(new Node.Items(at("k", 2), List.of())).get("a", NUMBER)).isEmpty();

    assertThat(said())
        .containsExactly(
            "a.yaml:1: \"x\" is no mapping: begin with a key and a colon",
            "a.yaml:2: k: is a list, and no mapping: write keys, indented below it");
  }

  @Test
  void oneValueMayStandForAListAndWhatIsWrongInAListIsReported() {
    var items =
        new Node.Items(
            at("b", 3),
            List.of(
                new Node.Numeral(at("b", 3).item(0, 4, 1), "8"),
                new Node.Text(at("b", 3).item(1, 5, 1), "x"),
                new Node.Numeral(at("b", 3).item(2, 6, 1), "9")));
    var keys = read(mapping(ROOT, number("a", 2, "7"), Map.entry("b", items)));

    assertThat(keys.list("a", NUMBER)).containsExactly(7);
    assertThat(keys.list("b", NUMBER)).containsExactly(8, 9);
    assertThat(keys.list("c", NUMBER)).isEmpty();
    assertThat(said()).containsExactly("a.yaml:5: b[1]: \"x\" is not valid: use a number");
  }

  @Test
  void theValuesOfAMappingAreReadWhateverTheirKeys() {
    var child = mapping(at("m", 2), number("x", 3, "7"), text("y", 4, "no"), number("z", 5, "9"));
    var keys = read(mapping(ROOT, Map.entry("m", child)));

    assertThat(keys.values("m", NUMBER)).containsExactly(Map.entry("x", 7), Map.entry("z", 9));
    assertThat(keys.values("none", NUMBER)).isEmpty();
    assertThat(said()).containsExactly("a.yaml:4: y: \"no\" is not valid: use a number");
  }

  @Test
  void mappingsBelowReportWhereTheirParentDoes() {
    var child = mapping(at("m", 2), text("x", 3, "no"));
    var items = new Node.Items(at("l", 4), List.of(mapping(at("l", 4).item(0, 5, 1)), child));
    var keys = read(mapping(ROOT, Map.entry("m", child), Map.entry("l", items)));

    assertThat(keys.child("m").orElseThrow().get("x", NUMBER)).isEmpty();
    assertThat(keys.child("none")).isEmpty();
    assertThat(keys.children("l")).hasSize(2);
    assertThat(keys.children("none")).isEmpty();
    assertThat(keys.children("m")).isEmpty();
    assertThat(said())
        .containsExactly(
            "a.yaml:3: x: \"no\" is not valid: use a number",
            "a.yaml:2: m: is a mapping, and no list: begin each item with a hyphen");
  }

  @Test
  void aKeyThatNobodyAskedForIsReportedWithTheNearestThatWas() {
    var keys = read(mapping(ROOT, number("perod", 2, "7"), number("elsewhere", 3, "8")));
    keys.get("period", NUMBER);
    keys.get("count", NUMBER);

    keys.finish();

    assertThat(said())
        .containsExactly(
            "a.yaml:2: perod: unknown key: did you mean period?",
            "a.yaml:3: elsewhere: unknown key: use count or period");
  }

  @Test
  void whatIsAskedForIsSaidWithItsRuleAndDefault() {
    var keys = read(mapping(ROOT, Map.entry("m", mapping(at("m", 2)))));
    keys.get("a", NUMBER, 3);
    keys.require("b", NUMBER, 3);
    keys.child("m").orElseThrow().list("c", WRITTEN);

    assertThat(asked)
        .containsExactly(
            new Asked("a", "a number", Optional.of(3), false),
            new Asked("b", "a number", Optional.empty(), true),
            new Asked("m", "a mapping", Optional.empty(), false),
            new Asked("m.c", "a value", Optional.empty(), false));
  }

  @Test
  void aLabelIsOneOfThoseGivenAndNoNumber() {
    var form = Form.label("a word", new Integer[] {1, 22}, number -> "n" + number);

    assertThat(form.reader().apply(new Node.Text(ROOT, "n22"))).contains(22);
    assertThat(form.reader().apply(new Node.Text(ROOT, "n2"))).isEmpty();
    assertThat(form.reader().apply(new Node.Numeral(ROOT, "n22"))).isEmpty();
    assertThat(Form.truth().reader().apply(new Node.Truth(ROOT, "true", true))).contains(true);
    assertThat(Form.truth().reader().apply(new Node.Text(ROOT, "true"))).isEmpty();
  }

  @Test
  void ofManyProblemsTheFirstTwentyAreListed() {
    var many =
        IntStream.range(0, 21).mapToObj(n -> new Problem("", "k" + n, "wrong", "mend it")).toList();

    assertThat(Problem.lines(many.subList(0, 20)))
        .hasSize(20)
        .last()
        .isEqualTo("k19: wrong: mend it");
    assertThat(Problem.lines(many))
        .hasSize(21)
        .last()
        .isEqualTo("and 1 more; check-config lists all");
  }

  @Test
  void aPlaceWithoutLinesIsTheDocumentAlone() {
    assertThat(Place.root("a.json").where()).isEqualTo("a.json");
    assertThat(Place.root("a.json").key("k").path()).isEqualTo("k");
    assertThat(ROOT.key("k").where()).isEqualTo("a.yaml:1");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import static io.gpunodeagent.agent.document.JsonParts.amountIfAny;
import static io.gpunodeagent.agent.document.JsonParts.count;
import static io.gpunodeagent.agent.document.JsonParts.index;
import static io.gpunodeagent.agent.document.JsonParts.list;
import static io.gpunodeagent.agent.document.JsonParts.name;
import static io.gpunodeagent.agent.document.JsonParts.object;
import static io.gpunodeagent.agent.document.JsonParts.span;
import static io.gpunodeagent.agent.document.JsonParts.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as JSON: what is written is read back, and nothing else. */
class JsonPartsTest {

  /** A record within another, whose fields stand beside its own. */
  public record Inner(String name, Optional<Integer> index) {
    public Inner {
      if (name.equals("never")) {
        throw new IllegalArgumentException("not this one");
      }
    }
  }

  /** One of everything. */
  public record Outer(Inner inner, Duration span, OptionalDouble amount, List<Inner> others) {}

  private static final JsonPart<Inner> INNER =
      RecordPart.of(Inner.class, name("name"), index("index").ifAny());
  private static final JsonPart<Outer> OUTER =
      RecordPart.of(
          Outer.class,
          INNER,
          span("spanNanos"),
          amountIfAny("amount"),
          list("others", 2, INNER, Inner::name));

  private static String written(Outer outer) {
    return new String(JsonDocument.write(json -> OUTER.writeWhole(outer, json)), UTF_8);
  }

  private static Outer read(String json) {
    return OUTER.whole(MappingReader.refusing(JsonDocument.read(json.getBytes(UTF_8))));
  }

  private static Outer outer(Duration span, OptionalDouble amount, int others) {
    return new Outer(
        new Inner("a", Optional.of(7)),
        span,
        amount,
        IntStream.range(0, others).mapToObj(i -> new Inner("o" + i, Optional.empty())).toList());
  }

  @Test
  void theFieldsStandInTheOrderOfTheComponents() {
    var outer = outer(Duration.ofNanos(5), OptionalDouble.of(0.5), 1);
    assertThat(written(outer))
        .isEqualTo(
            "{\"name\":\"a\",\"index\":7,\"spanNanos\":5,\"amount\":0.5,"
                + "\"others\":[{\"name\":\"o0\"}]}\n");
    assertThat(read(written(outer))).isEqualTo(outer);
  }

  @Test
  void whatCannotBeReadBackIsNotWritten() {
    var written = written(outer(Duration.ofNanos(-5), OptionalDouble.of(Double.NaN), 5));
    assertThat(read(written)).isEqualTo(outer(Duration.ZERO, OptionalDouble.empty(), 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{`name`:`a`} | spanNanos: missing: use nanoseconds, fewer than those of 3650 days",
        "{`name`:`a`,`spanNanos`:1,`others`:[],`x`:1} | x: unknown key: use amount, index, name,"
            + " others or spanNanos",
        "{`name`:`a`,`spanNanos`:1,`others`:[{`name`:`b`},{`name`:`b`}]} | others[1]: is there"
            + " twice: keep one of them",
        "{`name`:`a`,`spanNanos`:1,`others`:[{`name`:`b`,`x`:1}]} | others[0].x: unknown key: use"
            + " index or name",
        "{`name`:`a`,`spanNanos`:1,`others`:[1,2,3]} | others: is a list: use a list of at most 2"
            + " objects",
        "{`name`:`a`,`spanNanos`:1,`amount`:-1,`others`:[]} | amount: \"-1\" is not valid: use a"
            + " number from 0",
        "{`name`:`a`,`index`:-1} | index: \"-1\" is not valid: use a whole number from 0 to"
            + " 2147483647",
        "{`name`:`never`} | is not valid: java.lang.IllegalArgumentException: not this one: correct"
            + " it",
      })
  void whatIsNotWrittenSoIsRefused(String json, String line) {
    assertThatThrownBy(() -> read(json.replace('`', '"')))
        .isInstanceOf(RefusedException.class)
        .hasMessage(line);
  }

  @Test
  void aPartForEachComponentIsAskedFor() {
    assertThatThrownBy(() -> RecordPart.of(Inner.class, text("name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 2 components");
  }

  @Test
  void anObjectIsWhole() {
    var part = object("inner", INNER);
    var document = JsonDocument.read("{\"inner\":{\"name\":\"a\",\"count\":1}}".getBytes(UTF_8));
    assertThatThrownBy(() -> part.read(MappingReader.refusing(document)))
        .hasMessage("inner.count: unknown key: use index or name");
    assertThat(count("n").ifAny().read(MappingReader.refusing(document))).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.text.OneLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** The kinds of fields. Each is strict and bounded: what no program of ours writes is refused. */
public final class JsonParts {

  private static final int LONGEST_TEXT = 512;

  /** Longer than any agent or container runs. */
  private static final Duration LONGEST_SPAN = Duration.ofDays(3650);

  private static final Form<String> TEXT =
      Form.text(
          "a text of one line, at most " + LONGEST_TEXT + " characters",
          text -> Optional.of(text).filter(JsonParts::isShortLine));
  private static final Form<String> NAME =
      new Form<>(
          "a text that is not empty",
          node -> TEXT.reader().apply(node).filter(text -> !text.isBlank()));
  private static final Form<Long> COUNT =
      Form.number("a whole number from 0", digits -> whole("[0-9]{1,18}", digits));
  private static final Form<Long> WHOLE =
      Form.number("a whole number", digits -> whole("-?[0-9]{1,18}", digits));
  private static final Form<Double> AMOUNT =
      Form.number(
          "a number from 0",
          digits ->
              Optional.of(Double.valueOf(digits)).filter(is -> is >= 0 && Double.isFinite(is)));
  private static final Form<Duration> SPAN =
      new Form<>(
          "nanoseconds, fewer than those of " + LONGEST_SPAN.toDays() + " days",
          node ->
              COUNT
                  .reader()
                  .apply(node)
                  .map(Duration::ofNanos)
                  .filter(span -> span.compareTo(LONGEST_SPAN) <= 0));
  private static final Form<Instant> INSTANT =
      Form.text("an instant such as 2026-05-01T10:00:00Z", JsonParts::instantOf);
  private static final Form<Node> OBJECT =
      new Form<>(
          "an object", node -> node instanceof Node.Mapping ? Optional.of(node) : Optional.empty());

  private JsonParts() {}

  private static boolean isShortLine(String text) {
    return text.length() <= LONGEST_TEXT && text.codePoints().allMatch(OneLine::holds);
  }

  private static Optional<Long> whole(String digits, String text) {
    return text.matches(digits) ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static Optional<Instant> instantOf(String text) {
    try {
      return Optional.of(text).filter(JsonParts::isShortLine).map(Instant::parse);
    } catch (DateTimeParseException broken) {
      return Optional.empty();
    }
  }

  /** Writes a field. */
  @FunctionalInterface
  private interface Writer<T> {
    void write(JsonGenerator json, String name, T value) throws IOException;
  }

  /** A single value under a name. */
  public record Single<T>(String name, Form<T> form, Writer<T> writer) implements JsonPart<T> {
    @Override
    public T read(MappingReader keys) {
      return keys.take(name, form);
    }

    @Override
    public void write(T value, JsonGenerator json) throws IOException {
      writer.write(json, name, value);
    }

    /** The same field, or none. */
    public JsonPart<Optional<T>> ifAny() {
      var single = this;
      return new JsonPart<>() {
        @Override
        public Optional<T> read(MappingReader keys) {
          return keys.find(name).map(_ -> single.read(keys));
        }

        @Override
        public void write(Optional<T> value, JsonGenerator json) throws IOException {
          if (value.isPresent()) {
            single.write(value.get(), json);
          }
        }
      };
    }
  }

  /** A text of one line; of a longer one, or of several lines, what can be read again. */
  public static Single<String> text(String name) {
    return new Single<>(name, TEXT, JsonParts::writeLine);
  }

  /** A text of one line that is not empty. */
  public static Single<String> name(String name) {
    return new Single<>(name, NAME, JsonParts::writeLine);
  }

  /** A text that would be refused later would cost the whole file. */
  private static void writeLine(JsonGenerator json, String name, String text) throws IOException {
    json.writeStringField(name, OneLine.cut(OneLine.joined(text), LONGEST_TEXT));
  }

  /** The label of one of {@code all}. */
  public static <T> Single<T> label(String name, T[] all, Function<T, String> label) {
    return new Single<>(
        name,
        Form.label("a word that is known here", all, label),
        (json, field, value) -> json.writeStringField(field, label.apply(value)));
  }

  /** A whole number from 0. */
  public static Single<Long> count(String name) {
    return new Single<>(name, COUNT, JsonGenerator::writeNumberField);
  }

  /** A whole number from 0, or none. */
  public static JsonPart<OptionalLong> countIfAny(String name) {
    return count(name)
        .ifAny()
        .as(
            found -> found.map(OptionalLong::of).orElseGet(OptionalLong::empty),
            count -> count.isPresent() ? Optional.of(count.getAsLong()) : Optional.empty());
  }

  /** A whole number of 32 bits. */
  public static JsonPart<Integer> integer(String name) {
    var form =
        new Form<>(
            "a whole number of 32 bits",
            node ->
                WHOLE.reader().apply(node).filter(is -> is == is.intValue()).map(Long::intValue));
    return new Single<>(name, form, JsonGenerator::writeNumberField);
  }

  /** A whole number from 0 of 31 bits. */
  public static Single<Integer> index(String name) {
    var form =
        new Form<>(
            "a whole number from 0 to " + Integer.MAX_VALUE,
            node ->
                COUNT.reader().apply(node).filter(is -> is == is.intValue()).map(Long::intValue));
    return new Single<>(name, form, JsonGenerator::writeNumberField);
  }

  /** A number from 0. */
  public static Single<Double> amount(String name) {
    return new Single<>(name, AMOUNT, JsonGenerator::writeNumberField);
  }

  /** A number from 0, or none. */
  public static JsonPart<OptionalDouble> amountIfAny(String name) {
    return amount(name)
        .ifAny()
        .as(
            found -> found.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
            amount -> amount.stream().filter(Double::isFinite).boxed().findFirst());
  }

  /** True or false. */
  public static Single<Boolean> truth(String name) {
    return new Single<>(name, Form.truth(), JsonGenerator::writeBooleanField);
  }

  /** A span in nanoseconds; a negative one is written as 0. */
  public static Single<Duration> span(String name) {
    return new Single<>(
        name,
        SPAN,
        (json, field, span) -> json.writeNumberField(field, Math.max(0, span.toNanos())));
  }

  /** An instant. */
  public static Single<Instant> instant(String name) {
    return new Single<>(
        name, INSTANT, (json, field, at) -> json.writeStringField(field, at.toString()));
  }

  /** No field: a value that is known without the document. */
  public static <T> JsonPart<T> known(T value) {
    return new JsonPart<>() {
      @Override
      public T read(MappingReader keys) {
        return value;
      }

      @Override
      public void write(T value, JsonGenerator json) {}
    };
  }

  /** An object. */
  public static <T> Single<T> object(String name, JsonPart<T> content) {
    var form =
        new Form<>(
            OBJECT.rule(),
            node -> OBJECT.reader().apply(node).map(MappingReader::refusing).map(content::whole));
    return new Single<>(
        name,
        form,
        (json, field, value) -> {
          json.writeFieldName(field);
          content.writeWhole(value, json);
        });
  }

  /** A list of objects; of more than {@code most} the first are written and none is read. */
  public static <T> JsonPart<List<T>> list(String name, int most, JsonPart<T> element) {
    return list(name, most, element, _ -> new Object());
  }

  /**
   * The same, in which no two elements are alike.
   *
   * @param identity by which they are told apart
   */
  public static <T> JsonPart<List<T>> list(
      String name, int most, JsonPart<T> element, Function<T, Object> identity) {
    var form =
        new Form<>(
            "a list of at most " + most + " objects",
            node ->
                node instanceof Node.Items list && list.items().size() <= most
                    ? Optional.of(elements(list, element, identity))
                    : Optional.empty());
    return new Single<>(
        name,
        form,
        (json, field, values) -> {
          json.writeArrayFieldStart(field);
          for (var value : values.subList(0, Math.min(most, values.size()))) {
            element.writeWhole(value, json);
          }
          json.writeEndArray();
        });
  }

  private static <T> List<T> elements(
      Node.Items list, JsonPart<T> element, Function<T, Object> identity) {
    var elements = new ArrayList<T>();
    var seen = new HashSet<>();
    for (var item : list.items()) {
      var one = element.whole(MappingReader.refusing(item));
      if (!seen.add(identity.apply(one))) {
        throw new RefusedException(Problem.at(item.place(), "is there twice", "keep one of them"));
      }
      elements.add(one);
    }
    return elements;
  }
}

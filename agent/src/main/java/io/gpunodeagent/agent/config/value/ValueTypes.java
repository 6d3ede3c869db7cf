// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.value;

import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.text.OneLine;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of the configuration's values. */
public final class ValueTypes {

  private static final String OFF = "off";

  private ValueTypes() {}

  /** A span of {@code least} to {@code most}. */
  public static ValueType<Duration> duration(Duration least, Duration most) {
    return spans(least, most, "", value -> true);
  }

  /** A span of whole seconds. */
  public static ValueType<Duration> seconds(Duration least, Duration most) {
    return spans(least, most, ", in whole seconds", value -> value.toMillisPart() == 0);
  }

  private static ValueType<Duration> spans(
      Duration least, Duration most, String form, Function<Duration, Boolean> fits) {
    return new ValueType<>(
        "duration",
        "a duration from " + DurationText.write(least) + " to " + DurationText.write(most) + form,
        text ->
            DurationText.parse(text)
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                .filter(fits::apply),
        DurationText::write);
  }

  /** A whole number of {@code least} to {@code most}. */
  public static ValueType<Integer> integer(int least, int most) {
    return new ValueType<>(
        "integer",
        "a whole number from " + least + " to " + most,
        text ->
            text.matches("-?[0-9]{1,9}")
                ? Optional.of(Integer.valueOf(text))
                    .filter(value -> value >= least && value <= most)
                : Optional.empty(),
        String::valueOf);
  }

  /** True or false. */
  public static ValueType<Boolean> bool() {
    return new ValueType<>(
        "boolean",
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        String::valueOf);
  }

  /** One of an enum's names, in lower case with hyphens. */
  public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    var names =
        Arrays.stream(type.getEnumConstants()).map(ValueTypes::lower).collect(Collectors.toList());
    return new ValueType<>(
        "choice",
        Alternatives.of(names),
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(one -> lower(one).equals(text))
                .findFirst(),
        ValueTypes::lower);
  }

  /** A path; whether the file is there is another question. */
  public static ValueType<Path> path() {
    return new ValueType<>("path", "a path", ValueTypes::toPath, Path::toString);
  }

  /** A path, or {@code off} for none. */
  public static ValueType<Optional<Path>> pathOrOff() {
    return new ValueType<>(
        "path or off",
        "a path, or off",
        text -> text.equals(OFF) ? Optional.of(Optional.empty()) : ValueType.nested(toPath(text)),
        value -> value.map(Path::toString).orElse(OFF));
  }

  /** A text of one line that is not empty. */
  public static ValueType<String> text() {
    return new ValueType<>(
        "text",
        "a text of one line, not empty",
        text ->
            text.isBlank() || !text.codePoints().allMatch(OneLine::holds)
                ? Optional.empty()
                : Optional.of(text),
        Function.identity());
  }

  /**
   * An address of HTTP. It is written without user, query and fragment, which may hold a secret;
   * whoever takes none refuses them by a cross check.
   */
  public static ValueType<URI> httpAddress() {
    return new ValueType<>(
        "address", "an http:// or https:// address", ValueTypes::address, ValueTypes::plain);
  }

  private static Optional<URI> address(String text) {
    try {
      return Optional.of(new URI(text))
          .filter(address -> address.getHost() != null && isHttp(address.getScheme()));
    } catch (URISyntaxException wrong) {
      return Optional.empty();
    }
  }

  private static boolean isHttp(String scheme) {
    return scheme.equals("http") || scheme.equals("https");
  }

  private static String plain(URI address) {
    var port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
  }

  /**
   * A text that matches {@code form}.
   *
   * @param what it is, as a message says it
   */
  public static ValueType<String> text(Pattern form, String what) {
    return new ValueType<>(
        "text",
        what,
        text -> Optional.of(text).filter(form.asMatchPredicate()),
        Function.identity());
  }

  /**
   * Texts that each match {@code item}, in the order they are written; none at all for an empty
   * text.
   *
   * @param items what an item is, as a message says it
   */
  public static ValueType<List<String>> list(Pattern item, String items) {
    return new ValueType<>(
        "list",
        "a list of " + items,
        text -> items(text).filter(all -> all.stream().allMatch(item.asMatchPredicate())),
        all -> String.join(",", all),
        true);
  }

  private static Optional<List<String>> items(String text) {
    if (text.isBlank()) {
      return Optional.of(List.of());
    }
    var items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return new HashSet<>(items).size() == items.size() ? Optional.of(items) : Optional.empty();
  }

  private static Optional<Path> toPath(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException invalid) {
      return Optional.empty();
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

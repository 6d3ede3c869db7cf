// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses format and encoding from request headers. What cannot be understood is passed over. */
public final class Negotiation {

  private static final String GZIP = "gzip";

  private Negotiation() {}

  /**
   * An element of a header: a name, its parameters, and how much it is wanted.
   *
   * @param quality 0 (never) to 1
   */
  private record Choice(String name, Map<String, String> parameters, double quality) {}

  /**
   * What the header says of one of our formats.
   *
   * @param specificity of the element that says it: a more specific one counts for more
   * @param place of that element in the header
   */
  private record Wanted(Format format, int specificity, double quality, int place) {}

  /**
   * The format to answer with: of those the client accepts, the one it wants most that states the
   * type of every counter; where none does, the one it wants most. Text where it accepts none of
   * ours, since every scraper reads it. Whether names need escaping does not matter: ours are
   * plain.
   *
   * @param plainCounters whether a counter is served whose name does not end in {@code _total}
   */
  public static Format format(@Nullable String accept, boolean plainCounters) {
    var accepted = accepted(accept);
    return accepted.stream()
        .filter(format -> !plainCounters || format.typesPlainCounters())
        .findFirst()
        .or(() -> accepted.stream().findFirst())
        .orElse(Format.TEXT);
  }

  /** The formats a client accepts, the one wanted most first; of equals the one named first. */
  private static List<Format> accepted(@Nullable String accept) {
    var choices = choices(accept);
    return Stream.of(Format.values())
        .flatMap(format -> wanted(format, choices).stream())
        .filter(wanted -> wanted.quality() > 0)
        .sorted(
            Comparator.comparingDouble(Wanted::quality).reversed().thenComparingInt(Wanted::place))
        .map(Wanted::format)
        .toList();
  }

  private static Optional<Wanted> wanted(Format format, List<Choice> choices) {
    return IntStream.range(0, choices.size())
        .mapToObj(
            place -> {
              var choice = choices.get(place);
              return new Wanted(format, specificity(format, choice), choice.quality(), place);
            })
        .filter(wanted -> wanted.specificity() >= 0)
        .max(Comparator.comparingInt(Wanted::specificity).thenComparingDouble(Wanted::quality));
  }

  /** Whether to compress: gzip is named, and not wanted less than plain bytes. */
  public static boolean gzip(@Nullable String acceptEncoding) {
    var gzip = 0.0;
    var identity = 0.0;
    for (var choice : choices(acceptEncoding)) {
      switch (choice.name()) {
        case GZIP, "x-gzip" -> gzip = Math.max(gzip, choice.quality());
        case "identity" -> identity = choice.quality();
        default -> {}
      }
    }
    return gzip > 0 && gzip >= identity;
  }

  /** How exactly {@code choice} means {@code format}, from 0; below 0 when it does not. */
  private static int specificity(Format format, Choice choice) {
    var parameters = choice.parameters();
    return switch (format) {
      case TEXT -> specificity("text", "plain", "0.0.4", choice);
      case OPENMETRICS -> specificity("application", "openmetrics-text", "1.0.0", choice);
      // Nobody reads it who does not ask for it.
      case PROTOBUF ->
          choice.name().equals("application/vnd.google.protobuf")
                  && "io.prometheus.client.metricfamily".equals(parameters.get("proto"))
                  && "delimited".equals(parameters.get("encoding"))
              ? 3
              : -1;
    };
  }

  private static int specificity(String type, String subtype, String version, Choice choice) {
    var name = choice.name();
    if (name.equals("*/*")) {
      return 0;
    }
    if (name.equals(type + "/*")) {
      return 1;
    }
    if (!name.equals(type + '/' + subtype)) {
      return -1;
    }
    var asked = choice.parameters().get("version");
    return asked == null ? 2 : asked.equals(version) ? 3 : -1;
  }

  private static List<Choice> choices(@Nullable String header) {
    var choices = new ArrayList<Choice>();
    if (header != null) {
      for (var element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
        choices.add(choice(element));
      }
    }
    return choices;
  }

  private static Choice choice(String element) {
    var parts = element.split(";", -1);
    var parameters = new HashMap<String, String>();
    for (int at = 1; at < parts.length; at++) {
      var equals = parts[at].indexOf('=');
      if (equals > 0) {
        parameters.put(
            parts[at].substring(0, equals).strip(),
            parts[at].substring(equals + 1).strip().replace("\"", ""));
      }
    }
    return new Choice(parts[0].strip(), parameters, quality(parameters.get("q")));
  }

  private static double quality(@Nullable String text) {
    if (text == null) {
      return 1;
    }
    try {
      return Math.clamp(Double.parseDouble(text), 0, 1);
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }
}

package io.gpunodeagent.agent.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses format and encoding from request headers. What cannot be understood is passed over. */
final class Negotiation {

  private static final String GZIP = "gzip";

  private Negotiation() {}

  /**
   * An element of a header: a name, its parameters, and how much it is wanted.
   *
   * @param quality 0 (never) to 1
   */
  private record Choice(String name, Map<String, String> parameters, double quality) {}

  /**
   * The format wanted most; of equals the one named first. Text where none of ours is named, since
   * every scraper reads it. Whether names need escaping does not matter: ours are plain.
   */
  static Format format(@Nullable String accept) {
    var best = Format.TEXT;
    var bestQuality = 0.0;
    for (var choice : choices(accept)) {
      var format = formatOf(choice);
      if (format != null && choice.quality() > bestQuality) {
        best = format;
        bestQuality = choice.quality();
      }
    }
    return best;
  }

  /** Whether to compress: gzip is named, and not wanted less than plain bytes. */
  static boolean gzip(@Nullable String acceptEncoding) {
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

  private static @Nullable Format formatOf(Choice choice) {
    var parameters = choice.parameters();
    return switch (choice.name()) {
      case "text/plain" -> is("0.0.4", parameters.get("version")) ? Format.TEXT : null;
      case "text/*", "*/*" -> Format.TEXT;
      case "application/openmetrics-text" ->
          is("1.0.0", parameters.get("version")) ? Format.OPENMETRICS : null;
      case "application/vnd.google.protobuf" ->
          "io.prometheus.client.metricfamily".equals(parameters.get("proto"))
                  && "delimited".equals(parameters.get("encoding"))
              ? Format.PROTOBUF
              : null;
      default -> null;
    };
  }

  /** Whether a version asked for is ours; none asked for means any. */
  private static boolean is(String ours, @Nullable String asked) {
    return asked == null || asked.equals(ours);
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

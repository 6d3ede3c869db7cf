package io.gpunodeagent.agent.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of a JSON object, each to be taken once. A field that is missing, has another type, or
 * is left over makes the whole unusable: half a memory would be a wrong one.
 */
final class Fields {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final int DEEPEST = 8;
  private static final int LONGEST_TEXT = 512;

  /** Longer than any agent or container runs. */
  private static final Duration LONGEST_SPAN = Duration.ofDays(3650);

  private final String path;
  private final Map<String, Value> values;
  private final Set<String> left;

  private Fields(String path, Map<String, Value> values) {
    this.path = path;
    this.values = values;
    left = new HashSet<>(values.keySet());
  }

  private sealed interface Value {}

  private record Text(String text) implements Value {}

  private record Digits(String text) implements Value {}

  private record Part(Map<String, Value> values) implements Value {}

  private record Truth(boolean truth) implements Value {}

  private record Parts(List<Part> parts) implements Value {}

  /** The one object that {@code bytes} are. */
  static Fields parse(byte[] bytes) throws UnusableException {
    try (var json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnusableException("is no JSON object");
      }
      var fields = new Fields("", part(json, 1).values());
      if (json.nextToken() != null) {
        throw new UnusableException("goes on after its end");
      }
      return fields;
    } catch (JsonProcessingException broken) {
      throw new UnusableException("is cut off or no JSON: " + broken.getOriginalMessage());
    } catch (IOException broken) {
      throw new UnusableException("is no JSON: " + broken.getMessage());
    }
  }

  private static Part part(JsonParser json, int depth) throws IOException, UnusableException {
    if (depth > DEEPEST) {
      throw new UnusableException("is nested more than " + DEEPEST + " deep");
    }
    var values = new HashMap<String, Value>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      values.put(name, value(json, name, depth));
    }
    return new Part(values);
  }

  private static Value value(JsonParser json, String name, int depth)
      throws IOException, UnusableException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      var parts = new ArrayList<Part>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        parts.add(part(json, depth + 1));
      }
      if (json.currentToken() == JsonToken.END_ARRAY) {
        return new Parts(parts);
      }
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      return part(json, depth + 1);
    } else if (json.currentToken() == JsonToken.VALUE_STRING) {
      return new Text(json.getText());
    } else if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        || json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      return new Digits(json.getText());
    } else if (json.currentToken() == JsonToken.VALUE_TRUE
        || json.currentToken() == JsonToken.VALUE_FALSE) {
      return new Truth(json.getBooleanValue());
    }
    throw new UnusableException(name + ": is of no kind that is written here");
  }

  /** A text without control characters, of 512 characters at most. */
  String text(String name) throws UnusableException {
    if (found(name) instanceof Text(var text)
        && text.length() <= LONGEST_TEXT
        && text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    throw wrong(name, "must be a text of one line, " + LONGEST_TEXT + " characters at most");
  }

  /** A text, if it is there. */
  Optional<String> textIfAny(String name) throws UnusableException {
    return values.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A whole number from 0. */
  long count(String name) throws UnusableException {
    if (found(name) instanceof Digits(var digits) && digits.matches("[0-9]{1,18}")) {
      return Long.parseLong(digits);
    }
    throw wrong(name, "must be a whole number from 0");
  }

  /** A whole number, maybe below 0. */
  long whole(String name) throws UnusableException {
    if (found(name) instanceof Digits(var digits) && digits.matches("-?[0-9]{1,18}")) {
      return Long.parseLong(digits);
    }
    throw wrong(name, "must be a whole number");
  }

  /** True or false. */
  boolean truth(String name) throws UnusableException {
    if (found(name) instanceof Truth(var truth)) {
      return truth;
    }
    throw wrong(name, "must be true or false");
  }

  /** The one of {@code all} whose label the text is. */
  <T> T named(String name, T[] all, Function<T, String> label) throws UnusableException {
    var text = text(name);
    return Arrays.stream(all)
        .filter(one -> label.apply(one).equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(name, "is no word that is written here"));
  }

  /** A whole number from 0, if it is there. */
  OptionalLong countIfAny(String name) throws UnusableException {
    return values.containsKey(name) ? OptionalLong.of(count(name)) : OptionalLong.empty();
  }

  /** A number from 0. */
  double amount(String name) throws UnusableException {
    return amountIfAny(name).orElseThrow(() -> wrong(name, "is missing"));
  }

  /** A number from 0, if it is there. */
  OptionalDouble amountIfAny(String name) throws UnusableException {
    if (!values.containsKey(name)) {
      return OptionalDouble.empty();
    }
    if (found(name) instanceof Digits(var digits)) {
      double amount = Double.parseDouble(digits);
      if (amount >= 0 && Double.isFinite(amount)) {
        return OptionalDouble.of(amount);
      }
    }
    throw wrong(name, "must be a number from 0");
  }

  /** A span in nanoseconds. */
  Duration span(String name) throws UnusableException {
    var span = Duration.ofNanos(count(name));
    if (span.compareTo(LONGEST_SPAN) > 0) {
      throw wrong(name, "must be shorter than " + LONGEST_SPAN.toDays() + " days");
    }
    return span;
  }

  /** An instant. */
  Instant instant(String name) throws UnusableException {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException broken) {
      throw wrong(name, "must be an instant such as 2026-05-01T10:00:00Z");
    }
  }

  /** An instant, if it is there. */
  Optional<Instant> instantIfAny(String name) throws UnusableException {
    return values.containsKey(name) ? Optional.of(instant(name)) : Optional.empty();
  }

  /** An object. */
  Fields object(String name) throws UnusableException {
    if (found(name) instanceof Part(var inner)) {
      return new Fields(path + name + ".", inner);
    }
    throw wrong(name, "must be an object");
  }

  /** An object, if it is there. */
  Optional<Fields> objectIfAny(String name) throws UnusableException {
    return values.containsKey(name) ? Optional.of(object(name)) : Optional.empty();
  }

  /** Objects, {@code most} at most. */
  List<Fields> list(String name, int most) throws UnusableException {
    if (!(found(name) instanceof Parts(var parts))) {
      throw wrong(name, "must be a list of objects");
    }
    if (parts.size() > most) {
      throw wrong(name, "must have at most " + most + " elements");
    }
    var list = new ArrayList<Fields>();
    for (var part : parts) {
      list.add(new Fields(path + name + "[" + list.size() + "].", part.values()));
    }
    return list;
  }

  /** All was taken. */
  void end() throws UnusableException {
    if (!left.isEmpty()) {
      throw new UnusableException(path + left.stream().sorted().findFirst().get() + ": unknown");
    }
  }

  /** Says what is wrong with a field. */
  UnusableException wrong(String name, String rule) {
    return new UnusableException(path + name + ": " + rule);
  }

  private Value found(String name) throws UnusableException {
    left.remove(name);
    var value = values.get(name);
    if (value == null) {
      throw wrong(name, "is missing");
    }
    return value;
  }
}

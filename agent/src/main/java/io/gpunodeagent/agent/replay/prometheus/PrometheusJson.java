// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gpunodeagent.core.replay.Figure;
import io.gpunodeagent.core.replay.Labelling;
import io.gpunodeagent.core.replay.PastSeries;
import io.gpunodeagent.core.replay.PastSeries.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Answers of Prometheus' HTTP API, read as they come. Whatever else is in them is passed over. */
final class PrometheusJson {

  /** As many of its warnings as anybody wants to read. */
  private static final int MOST_WARNINGS = 20;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser json;
  private final List<String> warnings = new ArrayList<>();

  /** Values of labels, which recur. */
  private final Map<String, String> pool = new HashMap<>();

  private boolean found;
  private String error = "";

  private PrometheusJson(JsonParser json) {
    this.json = json;
  }

  /**
   * What an answer says besides its data.
   *
   * @param found whether it had data
   * @param error of an answer without; empty when it says none
   * @param warnings such as that a part of the data is missing
   */
  record Said(boolean found, String error, List<String> warnings) {

    Said {
      warnings = List.copyOf(warnings);
    }
  }

  /** Reads the value of {@code data}; the parser stands at its start. */
  @FunctionalInterface
  interface Reader {
    void read(PrometheusJson answer) throws IOException;
  }

  /** Reads an answer, its data by {@code reader}. */
  static Said read(InputStream body, Reader reader) throws IOException {
    try (var parser = FACTORY.createParser(body)) {
      return new PrometheusJson(parser).read(reader);
    }
  }

  private Said read(Reader reader) throws IOException {
    json.nextToken();
    begin(JsonToken.START_OBJECT);
    while (next() != JsonToken.END_OBJECT) {
      switch (field()) {
        case "data" -> {
          if (json.currentToken() != JsonToken.VALUE_NULL) {
            reader.read(this);
            found = true;
          }
        }
        case "error" -> error = json.getText();
        case "warnings" -> warnings();
        default -> json.skipChildren();
      }
    }
    return new Said(found, error, warnings);
  }

  /** Passes the data over. */
  void skip() throws IOException {
    json.skipChildren();
  }

  private void warnings() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (next() != JsonToken.END_ARRAY) {
      if (warnings.size() < MOST_WARNINGS && json.currentToken().isScalarValue()) {
        warnings.add(json.getText());
      }
      json.skipChildren();
    }
  }

  /** Labels of series, of which those are kept that a replay asks for. */
  void labels(Consumer<Map<String, String>> each) throws IOException {
    begin(JsonToken.START_ARRAY);
    while (next() != JsonToken.END_ARRAY) {
      each.accept(labels());
    }
  }

  /**
   * Samples of series.
   *
   * @param after and {@code upTo} when they are from, milliseconds since 1970
   * @param each is given each series
   */
  void matrix(Figure figure, long after, long upTo, Consumer<PastSeries> each) throws IOException {
    begin(JsonToken.START_OBJECT);
    while (next() != JsonToken.END_OBJECT) {
      if (field().equals("result")) {
        begin(JsonToken.START_ARRAY);
        while (next() != JsonToken.END_ARRAY) {
          each.accept(series(figure, after, upTo));
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private PastSeries series(Figure figure, long after, long upTo) throws IOException {
    begin(JsonToken.START_OBJECT);
    Map<String, String> labels = Map.of();
    var samples = new ArrayList<Sample>();
    while (next() != JsonToken.END_OBJECT) {
      switch (field()) {
        case "metric" -> labels = labels();
        case "values" -> {
          begin(JsonToken.START_ARRAY);
          while (next() != JsonToken.END_ARRAY) {
            var sample = sample();
            // Prometheus 2 also gives the sample at the very start of the range.
            if (sample.at() > after && sample.at() <= upTo) {
              samples.add(sample);
            }
          }
        }
        default -> json.skipChildren();
      }
    }
    return new PastSeries(figure, labels, samples);
  }

  private Sample sample() throws IOException {
    begin(JsonToken.START_ARRAY);
    if (!next().isNumeric()) {
      throw strange();
    }
    long at = Math.round(json.getDoubleValue() * 1000);
    if (!next().isScalarValue()) {
      throw strange();
    }
    var text = json.getText();
    if (next() != JsonToken.END_ARRAY) {
      throw strange();
    }
    return new Sample(at, number(text));
  }

  /** Infinities are written as Go does; no GPU gives them, so they are no number either. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException infinite) {
      return Double.NaN;
    }
  }

  private Map<String, String> labels() throws IOException {
    begin(JsonToken.START_OBJECT);
    var labels = new HashMap<String, String>();
    while (next() != JsonToken.END_OBJECT) {
      var name = field();
      if (!json.currentToken().isScalarValue()) {
        throw strange();
      }
      if (Labelling.NAMES.contains(name)) {
        labels.put(name, pool.computeIfAbsent(json.getText(), text -> text));
      }
    }
    return Map.copyOf(labels);
  }

  /** The name of the field the parser is at; it then is at the value. */
  private String field() throws IOException {
    var name = json.currentName();
    next();
    return name;
  }

  private JsonToken next() throws IOException {
    var token = json.nextToken();
    if (token == null) {
      throw strange();
    }
    return token;
  }

  private void begin(JsonToken token) throws IOException {
    if (json.currentToken() != token) {
      throw strange();
    }
  }

  private JsonParseException strange() {
    return new JsonParseException(json, "not an answer of Prometheus");
  }
}

package io.gpunodeagent.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.gpunodeagent.agent.replay.Figure;
import io.gpunodeagent.agent.replay.Series;
import io.gpunodeagent.agent.replay.Series.Sample;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Raw samples from the HTTP API of a Prometheus. Range selectors at one instant give them as they
 * were scraped; {@code query_range} would fill gaps.
 */
final class PrometheusHistory implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long MOST_BYTES = 256L << 20;
  private static final int LONGEST_MESSAGE = 300;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final URI base;
  private final Optional<String> job;
  private final HttpClient client;

  /**
   * The history behind an address.
   *
   * @param base address of the Prometheus, with any path it is served under
   * @param job to which series are confined
   */
  PrometheusHistory(URI base, Optional<String> job) {
    this.base = base;
    this.job = job;
    client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  }

  /** Labels of all series there are between two instants. */
  List<Map<String, String>> labels(Instant from, Instant to) throws InterruptedException {
    var names = Arrays.stream(Figure.values()).map(Figure::metric).collect(Collectors.joining("|"));
    var found = new ArrayList<Map<String, String>>();
    ask(
        "/api/v1/series?match[]=" + encoded("{__name__=~\"" + names + "\"" + chosen(",") + "}"),
        "&start=" + seconds(from) + "&end=" + seconds(to),
        json -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            found.add(texts(json));
          }
        });
    return found;
  }

  /** Samples of one metric after {@code to - span}, up to {@code to}. */
  List<Series> samples(Figure figure, Instant to, Duration span) throws InterruptedException {
    var query = figure.metric() + "{" + chosen("") + "}[" + span.toSeconds() + "s]";
    long after = to.minus(span).toEpochMilli();
    var found = new ArrayList<Series>();
    ask(
        "/api/v1/query?query=" + encoded(query),
        "&time=" + seconds(to),
        json -> {
          while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            json.nextToken();
            if (name.equals("result")) {
              while (json.nextToken() != JsonToken.END_ARRAY) {
                found.add(series(json, figure, after));
              }
            } else {
              json.skipChildren();
            }
          }
        });
    return found;
  }

  private String chosen(String lead) {
    return job.map(name -> lead + "job=\"" + quoted(name) + "\"").orElse("");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String seconds(Instant at) {
    return at.getEpochSecond() + String.format(".%03d", at.getNano() / 1_000_000);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Reads the value of {@code data}; the parser stands at its start. */
  @FunctionalInterface
  private interface Reader {
    void read(JsonParser json) throws IOException;
  }

  private void ask(String path, String more, Reader reader) throws InterruptedException {
    var address = base.toString().replaceAll("/+$", "") + path.replace("[]", "%5B%5D") + more;
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
    try {
      var response = client.send(request, BodyHandlers.ofInputStream());
      try (var body = new Bounded(response.body());
          var json = FACTORY.createParser(body)) {
        read(json, response.statusCode(), reader);
      }
    } catch (JsonProcessingException strange) {
      throw fault("answers what is no JSON of Prometheus: give the address of its HTTP API");
    } catch (IOException failed) {
      throw fault(Optional.ofNullable(failed.getMessage()).orElse("cannot be reached"));
    }
  }

  private void read(JsonParser json, int status, Reader reader) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw fault("answers " + status + " with what is no JSON of Prometheus");
    }
    var error = "";
    boolean read = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      if (name.equals("data") && status == 200) {
        reader.read(json);
        read = true;
      } else if (name.equals("error")) {
        error = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (!read) {
      throw fault("answers " + status + ": " + error);
    }
  }

  private FaultException fault(String what) {
    var line = what.replaceAll("\\s+", " ");
    return new FaultException(
        "--prometheus "
            + base
            + ": "
            + (line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) : line));
  }

  private static Series series(JsonParser json, Figure figure, long after) throws IOException {
    Map<String, String> labels = Map.of();
    var samples = new ArrayList<Sample>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      if (name.equals("metric")) {
        labels = texts(json);
      } else if (name.equals("values")) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          var sample = sample(json);
          // Prometheus 2 also gives the sample at the very start of the range.
          if (sample.at() > after) {
            samples.add(sample);
          }
        }
      } else {
        json.skipChildren();
      }
    }
    return new Series(figure, labels, samples);
  }

  private static Sample sample(JsonParser json) throws IOException {
    json.nextToken();
    long at = Math.round(json.getDoubleValue() * 1000);
    json.nextToken();
    var text = json.getText();
    json.nextToken();
    return new Sample(at, number(text));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException infinite) {
      return Double.NaN;
    }
  }

  private static Map<String, String> texts(JsonParser json) throws IOException {
    var texts = new HashMap<String, String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      texts.put(name, json.getText());
    }
    return texts;
  }

  @Override
  public void close() {
    client.close();
  }

  /** Ends where an answer is too long. */
  private static final class Bounded extends FilterInputStream {

    private long left = MOST_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      return counted(read, read);
    }

    private int counted(int result, int read) throws IOException {
      left -= Math.max(0, read);
      if (left < 0) {
        throw new IOException(
            "an answer is longer than " + (MOST_BYTES >> 20) + " MiB: confine it by --job");
      }
      return result;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gpunodeagent.core.replay.Figure;
import io.gpunodeagent.core.replay.PastSeries;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Raw samples from the HTTP API of a Prometheus. Range selectors at one instant give them as they
 * were scraped; {@code query_range} would fill gaps. Of Thanos a whole answer is asked for, or
 * none.
 */
public final class PrometheusHistory implements AutoCloseable {

  private static final int LONGEST_PAGE = 300;
  private static final Pattern SPECIAL = Pattern.compile("[^A-Za-z0-9_ :/-]");

  private final URI base;
  private final Optional<String> job;
  private final Optional<String> authorization;
  private final PrometheusFaults faults;
  private final Limits limits;
  private final HttpClient client;
  private final SequencedSet<String> warnings = new LinkedHashSet<>();

  /**
   * How much is taken.
   *
   * @param patience for a whole answer
   * @param bytes of an answer
   * @param items samples of an answer, or sets of labels
   */
  public record Limits(Duration patience, long bytes, long items) {

    /** What fits into the heap beside its judgement, and at most 256 MiB in two minutes. */
    public static Limits standard() {
      long heap = Runtime.getRuntime().maxMemory();
      return new Limits(Duration.ofMinutes(2), Math.min(256L << 20, heap), heap / 2048);
    }
  }

  /**
   * The history behind an address.
   *
   * @param base address of the Prometheus, with any path it is served under
   * @param job to which series are confined
   */
  public PrometheusHistory(URI base, Optional<String> job, PrometheusLogin login, Limits limits) {
    this.base = base;
    this.job = job;
    this.limits = limits;
    authorization = login.authorization();
    faults = new PrometheusFaults(base, login.named());
    var builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
    login.trust().ifPresent(builder::sslContext);
    client = builder.build();
  }

  /** The different labels of the series there are between two instants. */
  List<Map<String, String>> labels(Instant from, Instant to) throws InterruptedException {
    var names = Arrays.stream(Figure.values()).map(Figure::metric).collect(Collectors.joining("|"));
    return seriesOf("{__name__=~\"" + names + "\"" + chosen(",") + "}", from, to);
  }

  /** Labels that the targets of some jobs have by themselves, between two instants. */
  List<Map<String, String>> targets(Collection<String> jobs, Instant from, Instant to)
      throws InterruptedException {
    var names =
        new TreeSet<>(jobs)
            .stream()
                .map(name -> SPECIAL.matcher(name).replaceAll("."))
                .collect(Collectors.joining("|"));
    return seriesOf("up{job=~\"" + names + "\"}", from, to);
  }

  private List<Map<String, String>> seriesOf(String selector, Instant from, Instant to)
      throws InterruptedException {
    var found = new LinkedHashSet<Map<String, String>>();
    try {
      ask(
          "/api/v1/series?match%5B%5D=" + encoded(selector),
          "&start=" + seconds(from) + "&end=" + seconds(to),
          answer -> answer.labels(labels -> add(found, labels)));
    } catch (TooMuchException tooMany) {
      throw faults.of("it has too many series to hold: give --job, or a shorter --range");
    }
    return List.copyOf(found);
  }

  private void add(Set<Map<String, String>> found, Map<String, String> labels) {
    found.add(labels);
    if (found.size() > limits.items()) {
      throw new TooMuchException();
    }
  }

  /**
   * Samples of one metric after {@code to - span}, up to {@code to}.
   *
   * @throws TooMuchException when they are more than can be held
   */
  List<PastSeries> samples(Figure figure, Instant to, Duration span) throws InterruptedException {
    var query = figure.metric() + "{" + chosen("") + "}[" + span.toSeconds() + "s]";
    var found = new ArrayList<PastSeries>();
    var count = new long[1];
    ask(
        "/api/v1/query?query=" + encoded(query),
        "&time=" + seconds(to),
        answer ->
            answer.matrix(
                figure,
                to.minus(span).toEpochMilli(),
                to.toEpochMilli(),
                series -> {
                  found.add(series);
                  count[0] += series.samples().size();
                  if (count[0] > limits.items()) {
                    throw new TooMuchException();
                  }
                }));
    return found;
  }

  /** What it said to be amiss with its answers, each once. */
  public List<String> warnings() {
    return List.copyOf(warnings);
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

  private void ask(String path, String more, PrometheusJson.Reader reader)
      throws InterruptedException {
    var address = base.toString().replaceAll("/+$", "") + path + more + "&partial_response=false";
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(limits.patience());
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      var response = client.send(request.build(), BodyHandlers.ofInputStream());
      try (var body = new BoundedBody(response.body(), limits.bytes(), limits.patience())) {
        read(response, new BufferedInputStream(body), reader);
      }
    } catch (JsonProcessingException | CharConversionException strange) {
      throw faults.of("answers what is no JSON of Prometheus: give the address of its HTTP API");
    } catch (IOException failed) {
      throw faults.of(failed, limits.patience());
    }
  }

  private void read(
      HttpResponse<InputStream> response, InputStream body, PrometheusJson.Reader reader)
      throws IOException {
    int status = response.statusCode();
    faults.refuseIfShut(status);
    var type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.contains("json")) {
      var page = new String(body.readNBytes(LONGEST_PAGE), StandardCharsets.UTF_8);
      throw faults.ofPage(status, type, page);
    }
    var said = PrometheusJson.read(body, status == 200 ? reader : PrometheusJson::skip);
    if (!said.found() || status != 200) {
      throw faults.of("answers " + status + (said.error().isEmpty() ? "" : ": " + said.error()));
    }
    warnings.addAll(said.warnings());
  }

  @Override
  public void close() {
    client.close();
  }
}

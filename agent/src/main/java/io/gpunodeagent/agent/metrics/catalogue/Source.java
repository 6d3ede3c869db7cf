package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.core.snapshot.FieldSignal;
import io.gpunodeagent.core.snapshot.RateSignal;
import io.gpunodeagent.core.snapshot.Reading;
import io.gpunodeagent.core.snapshot.Signal;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where a metric comes from.
 *
 * @param signals what the sampler must read for it
 * @param conversion what happens to the reading, in words
 * @param reader turns the readings of one row into samples
 */
public record Source(List<Signal<?>> signals, String conversion, Reader reader) {

  /** NVLinks a GPU may have: {@code NVML_NVLINK_MAX_LINKS}. */
  static final int MAX_LINKS = 36;

  public Source {
    signals = List.copyOf(signals);
  }

  /** Hands the samples of one row on; hands on none where the value is not known. */
  @FunctionalInterface
  public interface Reader {
    /** Reads {@code row} into {@code out}. */
    void read(Row row, Samples out);
  }

  /** One number, exported as it is read. */
  static Source reading(Signal<? extends Number> signal) {
    return reading(signal, Conversion.NONE);
  }

  /** One number, converted. */
  static Source reading(Signal<? extends Number> signal, Conversion conversion) {
    return new Source(
        List.of(signal),
        conversion.words(),
        (row, out) -> convert(row.get(signal), conversion, out));
  }

  /** One number for each link, in rows of scope {@link Scope#LINK}. */
  static Source perLink(
      IntFunction<? extends Signal<? extends Number>> ofLink, Conversion conversion) {
    var signals = IntStream.range(0, MAX_LINKS).<Signal<? extends Number>>mapToObj(ofLink).toList();
    return new Source(
        List.copyOf(signals),
        conversion.words(),
        (row, out) -> convert(row.get(signals.get(row.link())), conversion, out));
  }

  /** NVLink traffic of both directions, which NVML counts apart. */
  static Source bothWays(FieldSignal sent, FieldSignal received, Conversion conversion) {
    var tx = new RateSignal(sent);
    var rx = new RateSignal(received);
    return new Source(
        List.of(tx, rx),
        "sum of both, " + conversion.words(),
        (row, out) ->
            convert(
                row.get(tx).flatMap(up -> row.get(rx).map(down -> up + down)), conversion, out));
  }

  /** NVLink traffic of both directions for each link. */
  static Source bothWaysPerLink(FieldSignal sent, FieldSignal received) {
    var links =
        IntStream.range(0, MAX_LINKS)
            .mapToObj(
                link ->
                    bothWays(
                        sent.withScope(link), received.withScope(link), Conversion.NVLINK_RATE))
            .toList();
    return new Source(
        links.stream().flatMap(link -> link.signals().stream()).toList(),
        links.getFirst().conversion(),
        (row, out) -> links.get(row.link()).reader().read(row, out));
  }

  /** A text. */
  static Source text(Signal<String> signal) {
    return new Source(
        List.of(signal), "none", (row, out) -> row.get(signal).toOptional().ifPresent(out::text));
  }

  /** A fact of the snapshot itself that no signal names. */
  static Source fact(String words, Reader reader) {
    return new Source(List.of(), words, reader);
  }

  /** A number made of several readings. */
  static Source formula(String words, List<Signal<?>> signals, Reader reader) {
    return new Source(signals, words, reader);
  }

  static void convert(Reading<? extends Number> reading, Conversion conversion, Samples out) {
    if (reading instanceof Reading.Value<? extends Number>(var raw)) {
      conversion.apply(raw.doubleValue()).ifPresent(out::add);
    }
  }
}

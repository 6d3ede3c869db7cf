// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a metric comes from.
 *
 * @param signals what the sampler must read for it
 * @param conversion what happens to the reading, in words
 * @param onlyWhileFresh whether it gives nothing for a GPU that is hung, lost or not read yet
 * @param reader turns the readings of one row into samples
 */
public record Source(
    List<Signal<?>> signals, String conversion, boolean onlyWhileFresh, Reader reader) {

  public Source {
    signals = List.copyOf(signals);
  }

  /** One that does not ask whether the GPU is fresh: readings of one that is not are absent. */
  public Source(List<Signal<?>> signals, String conversion, Reader reader) {
    this(signals, conversion, false, reader);
  }

  /** Hands the samples of one row on; hands on none where the value is not known. */
  @FunctionalInterface
  public interface Reader {
    /** Reads {@code row} into {@code out}. */
    void read(Row row, Samples out);
  }

  /**
   * A value that is not simply a number that NVML gives, or the sum of such.
   *
   * @param signals what the sampler must read for it; none for a fact of the snapshot itself
   */
  public record Formula(List<Signal<?>> signals, Reader reader) {

    public Formula {
      signals = List.copyOf(signals);
    }

    public static Formula of(Reader reader) {
      return new Formula(List.of(), reader);
    }
  }

  /** The same source, for GPUs whose readings are of the latest pass. */
  public Source whileFresh() {
    return new Source(
        signals,
        conversion,
        true,
        (row, out) -> {
          if (row.gpu().fresh()) {
            reader.read(row, out);
          }
        });
  }

  /** A number, or the sum of several, which is absent when one of them is. */
  public static Source sum(List<Signal<?>> signals, Conversion conversion) {
    return new Source(
        signals, sumOf(signals, conversion), (row, out) -> sum(row, signals, conversion, out));
  }

  /** The number or sum of each link, in rows of scope {@link Scope#LINK}. */
  public static Source sumPerLink(List<List<Signal<?>>> links, Conversion conversion) {
    var all = new ArrayList<Signal<?>>();
    links.forEach(all::addAll);
    return new Source(
        all,
        sumOf(links.getFirst(), conversion),
        (row, out) -> sum(row, links.get(row.link()), conversion, out));
  }

  private static String sumOf(List<Signal<?>> signals, Conversion conversion) {
    return signals.size() == 1 ? conversion.words() : "sum of both, " + conversion.words();
  }

  private static void sum(Row row, List<Signal<?>> signals, Conversion conversion, Samples out) {
    double sum = 0;
    for (var signal : signals) {
      if (!(row.get(signal) instanceof Reading.Value<?>(Number number))) {
        return;
      }
      sum += number.doubleValue();
    }
    conversion.apply(sum).ifPresent(out::add);
  }

  /** A text. */
  public static Source text(Signal<String> signal, String conversion) {
    return new Source(
        List.of(signal),
        conversion,
        (row, out) -> row.get(signal).toOptional().ifPresent(out::text));
  }
}

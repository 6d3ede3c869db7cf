// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.history.Resolution;
import io.gpunodeagent.agent.history.SeriesJson;
import io.gpunodeagent.core.document.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which part of the history is wanted.
 *
 * @param gpu the UUID of a GPU; empty for all
 * @param signals keys of the series
 */
record HistoryQuery(Resolution resolution, Optional<String> gpu, Collection<String> signals) {

  private static final String GPU = "gpu";
  private static final String SIGNAL = "signal";
  private static final String RESOLUTION = "resolution";

  /** A parameter that cannot be served; the message says what can. */
  static final class WrongParameterException extends Exception {
    private static final long serialVersionUID = 1;

    WrongParameterException(String message) {
      super(message);
    }
  }

  /** What the parameters of a request say. */
  static HistoryQuery of(Map<String, List<String>> parameters) throws WrongParameterException {
    for (var name : parameters.keySet()) {
      if (!List.of(GPU, SIGNAL, RESOLUTION).contains(name)) {
        throw new WrongParameterException(
            "no parameter "
                + Problem.quoted(name)
                + "; there are "
                + String.join(", ", GPU, SIGNAL, RESOLUTION));
      }
    }
    return new HistoryQuery(resolution(parameters), one(parameters, GPU), signals(parameters));
  }

  private static Resolution resolution(Map<String, List<String>> parameters)
      throws WrongParameterException {
    var text = one(parameters, RESOLUTION).orElse(Resolution.TEN_SECONDS.text());
    return Resolution.of(text)
        .orElseThrow(
            () ->
                new WrongParameterException(
                    "resolution " + Problem.quoted(text) + ": must be 1s or 10s"));
  }

  private static Collection<String> signals(Map<String, List<String>> parameters)
      throws WrongParameterException {
    var asked = parameters.getOrDefault(SIGNAL, List.of());
    for (var signal : asked) {
      if (!SeriesJson.keys().contains(signal)) {
        throw new WrongParameterException(
            "signal "
                + Problem.quoted(signal)
                + ": must be one of "
                + String.join(", ", SeriesJson.keys()));
      }
    }
    return new TreeSet<>(asked.isEmpty() ? SeriesJson.keys() : asked);
  }

  private static Optional<String> one(Map<String, List<String>> parameters, String name)
      throws WrongParameterException {
    var values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new WrongParameterException(name + ": must be given once");
    }
    return values.stream().findFirst();
  }
}

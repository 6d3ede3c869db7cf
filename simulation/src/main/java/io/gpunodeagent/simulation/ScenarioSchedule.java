// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.scenario.NodeScenario;
import io.gpunodeagent.simulation.scenario.Span;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The moments at which something of a scenario changes. */
final class ScenarioSchedule {

  private final double[] moments;

  ScenarioSchedule(NodeScenario scenario) {
    var spans =
        Stream.of(
                scenario.pods().stream().map(pod -> pod.life().span()),
                scenario.processes().stream().map(life -> life.span()),
                scenario.kubelet().faults().stream().map(fault -> fault.span()),
                scenario.apiFaults().stream().map(fault -> fault.span()))
            .flatMap(all -> all)
            .flatMapToDouble(ScenarioSchedule::ends);
    var restarts =
        scenario.pods().stream()
            .flatMap(pod -> pod.containers().stream())
            .flatMap(container -> container.restarts().stream())
            .mapToDouble(Double::doubleValue);
    moments = DoubleStream.concat(spans, restarts).distinct().sorted().toArray();
  }

  private static DoubleStream ends(Span span) {
    return DoubleStream.of(span.from(), span.until());
  }

  /** How many changes have come by then: the same number means that nothing has changed. */
  int changesBy(double seconds) {
    int found = Arrays.binarySearch(moments, seconds);
    return found >= 0 ? found + 1 : -found - 1;
  }
}

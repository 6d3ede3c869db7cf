package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.Labelled.Subject;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.Held;
import io.gpunodeagent.agent.metrics.catalogue.Told;
import io.gpunodeagent.agent.metrics.catalogue.UseMetric;
import io.gpunodeagent.agent.metrics.catalogue.UsedDevice;
import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.DeviceUserMemory;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.usage.PodUsage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The series about who holds and who uses what, with the subjects they speak of. */
final class UseSeries {

  private final List<String> annotations;
  private final List<Series<Held>> allocations = series(Catalogue.allocations());
  private final List<Series<UsedDevice>> devices = series(Catalogue.devices());
  private final List<Series<Occupant>> users = series(Catalogue.users());
  private final List<Series<AllocationMismatch>> findings = series(Catalogue.findings());
  private final List<Series<DeviceUserMemory>> memories = series(Catalogue.memories());
  private final List<Series<PodUsage>> pods = series(Catalogue.pods());
  private final List<Series<Told>> sources = series(Catalogue.node());

  /**
   * All of them.
   *
   * @param annotations of pods that are shown, by key
   */
  UseSeries(List<String> annotations) {
    this.annotations = annotations;
  }

  private record Series<S>(UseMetric<S> metric, Family family) {}

  private static <S> List<Series<S>> series(List<UseMetric<S>> metrics) {
    return metrics.stream()
        .map(
            metric ->
                new Series<>(
                    metric, new Family(metric.name(), metric.kind(), metric.helpWithUnit())))
        .toList();
  }

  /** The families of all of them. */
  Stream<Family> families() {
    return Stream.of(allocations, devices, users, findings, memories, pods, sources)
        .flatMap(List::stream)
        .map(Series::family);
  }

  /** Gathers every family in {@code rendering}. */
  void gather(Rendering rendering, Tenants tenants, RowLabelCache labels, Gathering out) {
    var state = rendering.state();
    var subjects = new UseSubjects(state, tenants, labels, annotations);
    gather(allocations, subjects.held(), out);
    gather(devices, subjects.devices(), out);
    gather(users, subjects.users(), out);
    gather(findings, subjects.findings(), out);
    gather(memories, subjects.memories(), out);
    gather(pods, subjects.pods(), out);
    var told = new Told(state, rendering.now());
    gather(sources, List.of(new Subject<>(told, labels.of(Map.of()))), out);
  }

  private static <S> void gather(List<Series<S>> all, List<Subject<S>> subjects, Gathering out) {
    var rows = out.distinct(subjects);
    for (var series : all) {
      out.add(
          series.family(),
          rows,
          (row, points) -> series.metric().reader().read(row.subject(), points));
    }
  }
}

package io.gpunodeagent.agent.web;

import static io.gpunodeagent.agent.web.Html.cell;
import static io.gpunodeagent.agent.web.Html.escape;
import static io.gpunodeagent.agent.web.Html.gib;
import static io.gpunodeagent.agent.web.Html.meter;
import static io.gpunodeagent.agent.web.Html.numberCell;

import io.gpunodeagent.core.snapshot.DeviceSignal;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.Readings;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import java.util.List;
import java.util.Optional;

/** The page's table of GPUs, MIG instances below theirs. */
final class GpuTable {

  private static final String HEAD =
      """
      <table>
      <thead><tr><th class="n">GPU</th><th>Name</th><th>State</th><th>Utilization</th><th>Memory, GiB</th>\
      <th class="n">Temperature</th><th class="n">Power</th><th class="n">Processes</th></tr></thead>
      <tbody>
      """;

  private static final String ABSENT = "<span class=\"dim\">-</span>";

  private GpuTable() {}

  static void append(StringBuilder page, List<GpuSample> gpus, List<UnreadableGpu> unreadable) {
    page.append(HEAD);
    for (var gpu : gpus) {
      gpu(page, gpu);
      gpu.migInstances().forEach(instance -> instance(page, gpu, instance));
    }
    unreadable.forEach(gpu -> unreadable(page, gpu));
    page.append("</tbody>\n</table>\n");
  }

  private static void gpu(StringBuilder page, GpuSample gpu) {
    var seen = gpu.fresh() ? gpu.readings() : Readings.none();
    page.append("<tr title=\"")
        .append(escape(gpu.identity().uuid()))
        .append("\">")
        .append(number(Optional.of(String.valueOf(gpu.identity().index()))))
        .append(cell(escape(gpu.identity().name())))
        .append(cell(condition(gpu.condition())))
        .append(cell(utilization(seen)))
        .append(cell(memory(seen)))
        .append(number(value(seen, DeviceSignal.TEMPERATURE).map(degrees -> degrees + " °C")))
        .append(number(power(seen)))
        .append(number(processes(gpu)))
        .append("</tr>\n");
  }

  private static void unreadable(StringBuilder page, UnreadableGpu gpu) {
    page.append("<tr>")
        .append(number(Optional.of(String.valueOf(gpu.index()))))
        .append(cell("<span class=\"dim\">not readable</span>"))
        .append(cell(condition(gpu.condition())))
        .append("<td></td><td></td><td></td><td></td><td></td></tr>\n");
  }

  private static void instance(StringBuilder page, GpuSample gpu, MigInstance instance) {
    var seen = gpu.fresh() ? instance.readings() : Readings.none();
    page.append("<tr>")
        .append(number(Optional.of(gpu.identity().index() + "/" + instance.gpuInstanceId())))
        .append(cell("<span class=\"dim\">MIG</span> " + escape(instance.profile())))
        .append(cell(""))
        .append(cell(""))
        .append(cell(memory(seen)))
        .append("<td></td><td></td><td></td></tr>\n");
  }

  private static String condition(GpuCondition condition) {
    return switch (condition) {
      case GpuCondition.Fresh() -> "ok";
      case GpuCondition.Unread _ -> "<span class=\"dim\">not read yet</span>";
      case GpuCondition.Hung(var function, var _) ->
          "<span class=\"bad\">hangs in " + escape(function) + "</span>";
      case GpuCondition.Lost(var function, var code, var _) ->
          "<span class=\"bad\">lost (" + escape(function) + " gave " + code + ")</span>";
    };
  }

  private static String utilization(Readings seen) {
    return value(seen, DeviceSignal.GPU_UTILIZATION)
        .map(percent -> meter(percent, percent + " %"))
        .orElse(ABSENT);
  }

  private static String memory(Readings seen) {
    var used = value(seen, DeviceSignal.MEMORY_USED);
    var total = value(seen, DeviceSignal.MEMORY_TOTAL).filter(bytes -> bytes > 0);
    if (used.isEmpty() || total.isEmpty()) {
      return ofLimit(used.map(Html::gib), total.map(Html::gib)).orElse(ABSENT);
    }
    var label = gib(used.get()) + " / " + gib(total.get());
    return meter(100.0 * used.get() / total.get(), label);
  }

  private static Optional<String> power(Readings seen) {
    var used = value(seen, DeviceSignal.POWER_USAGE);
    var limit = value(seen, DeviceSignal.POWER_LIMIT_ENFORCED);
    return ofLimit(used.map(GpuTable::watts), limit.map(GpuTable::watts)).map(text -> text + " W");
  }

  private static String watts(long milliwatts) {
    return String.valueOf(milliwatts / 1000);
  }

  /** A figure and what it is at most: each is shown where it is known, whether the other is. */
  private static Optional<String> ofLimit(Optional<String> figure, Optional<String> limit) {
    return figure.isEmpty() && limit.isEmpty()
        ? Optional.empty()
        : Optional.of(figure.orElse(ABSENT) + limit.map(most -> " / " + most).orElse(""));
  }

  private static Optional<String> processes(GpuSample gpu) {
    return gpu.fresh()
        ? gpu.processes().toOptional().map(list -> String.valueOf(list.size()))
        : Optional.empty();
  }

  private static Optional<Long> value(Readings seen, DeviceSignal signal) {
    return seen.get(signal).toOptional();
  }

  private static String number(Optional<String> content) {
    return numberCell(content.orElse(ABSENT));
  }
}

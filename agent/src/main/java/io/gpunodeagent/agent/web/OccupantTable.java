package io.gpunodeagent.agent.web;

import static io.gpunodeagent.agent.web.Html.cell;
import static io.gpunodeagent.agent.web.Html.escape;
import static io.gpunodeagent.agent.web.Html.numberCell;

import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Device;
import io.gpunodeagent.core.attribution.DeviceUser;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.Share;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.ProcessTable.Visibility;
import io.gpunodeagent.core.snapshot.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page's table of who holds and who uses each device, and what it rests on. */
final class OccupantTable {

  private static final String HEAD =
      """
      <table>
      <thead><tr><th class="n">GPU</th><th>Pod</th><th>Container</th><th>Holds</th>\
      <th class="n">SM</th><th class="n">Memory, GiB</th><th class="n">Processes</th></tr></thead>
      <tbody>
      """;

  private final Map<String, Integer> indexes;
  private final StringBuilder page;

  private OccupantTable(StringBuilder page, AttributedSnapshot state) {
    this.page = page;
    indexes =
        state.node().gpus().stream()
            .map(GpuSample::identity)
            .collect(
                Collectors.toMap(
                    identity -> identity.uuid(), identity -> identity.index(), Math::min));
  }

  static void append(StringBuilder page, AttributedSnapshot state) {
    sources(page, state);
    var table = new OccupantTable(page, state);
    var used = state.devices().values().stream().filter(OccupantTable::used).toList();
    if (!used.isEmpty()) {
      page.append(HEAD);
      used.forEach(table::device);
      page.append("</tbody>\n</table>\n");
    }
  }

  private static boolean used(AttributedDevice device) {
    return !device.occupants().isEmpty() || !device.host().pids().isEmpty();
  }

  private void device(AttributedDevice device) {
    var name = name(device.device());
    for (var occupant : device.occupants()) {
      var user = user(occupant.user());
      row(name, user.getFirst(), user.getLast(), holds(occupant.relation()), occupant.share());
    }
    if (!device.host().pids().isEmpty()) {
      row(name, "<span class=\"dim\">host</span>", "", "", device.host());
    }
  }

  private void row(String device, String pod, String container, String holds, Share share) {
    page.append("<tr>")
        .append(numberCell(device))
        .append(cell(pod))
        .append(cell(container))
        .append(cell(holds))
        .append(numberCell(figure(share.smPercent(), OccupantTable::percent)))
        .append(numberCell(figure(share.memoryBytes(), Html::gib)))
        .append(numberCell(String.valueOf(share.pids().size())))
        .append("</tr>\n");
  }

  private String name(Device device) {
    var gpu = String.valueOf(indexes.get(device.gpuUuid()));
    return switch (device) {
      case Device.Gpu(var _) -> gpu;
      case Device.GpuInstance(var _, var instance) -> gpu + "/" + instance;
    };
  }

  private static String holds(Occupant.Relation relation) {
    return switch (relation) {
      case HOLDER -> "yes";
      case SAME_POD -> "its pod does";
      case FOREIGN -> "<span class=\"bad\">no, others do</span>";
      case UNALLOCATED -> "<span class=\"bad\">no, nobody does</span>";
      case POSSIBLE_HOLDER, UNKNOWN -> "not known";
    };
  }

  /** Pod and container. */
  private static List<String> user(DeviceUser user) {
    return switch (user) {
      case DeviceUser.Container(var name, var _) ->
          List.of(escape(name.namespace() + "/" + name.pod()), escape(name.container()));
      case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var id) ->
          List.of(escape(namespace + "/" + pod), escape(shortId(id)));
      case DeviceUser.UnknownPod(var uid, var id) ->
          List.of("UID " + escape(uid), escape(shortId(id)));
    };
  }

  private static String shortId(String containerId) {
    return containerId.substring(0, Math.min(12, containerId.length()));
  }

  private static <T> String figure(Attributed<T> figure, Function<T, String> write) {
    return switch (figure) {
      case Attributed.Value<T>(var value, var _) -> write.apply(value);
      case Attributed.Absent<T>(var reason) ->
          "<span class=\"dim\" title=\"" + words(reason) + "\">-</span>";
    };
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.0f %%", value);
  }

  private static String words(Attributed.Absence reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void sources(StringBuilder page, AttributedSnapshot state) {
    var now = state.node().takenAt();
    source(page, "kubelet", state.allocations(), now);
    source(page, "pods", state.pods(), now);
    switch (state.visibility()) {
      case Visibility.Full() -> {}
      case Visibility.Partial(var reason) -> visibility(page, "partly", reason);
      case Visibility.Blind(var reason) -> visibility(page, "not", reason);
    }
  }

  private static void visibility(StringBuilder page, String how, String reason) {
    page.append("<p class=\"dim\">Processes are ")
        .append(how)
        .append(" seen: ")
        .append(escape(reason))
        .append("</p>\n");
  }

  private static void source(StringBuilder page, String name, SourceState state, Instant now) {
    switch (state) {
      case SourceState.Off() -> {}
      case SourceState.Up(var _) -> {}
      case SourceState.Down(var since, var lastGood, var reason) ->
          page.append("<p class=\"banner bad\"><strong>Source ")
              .append(name)
              .append(" is down</strong> for ")
              .append(age(since, now))
              .append(": ")
              .append(escape(reason))
              .append(
                  lastGood
                      .map(good -> ". What is shown is " + age(good, now) + " old.")
                      .orElse("."))
              .append("</p>\n");
    }
  }

  private static String age(Instant then, Instant now) {
    var age = Duration.between(then, now);
    return (age.isNegative() ? 0 : age.toSeconds()) + " s";
  }
}

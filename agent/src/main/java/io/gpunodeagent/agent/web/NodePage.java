package io.gpunodeagent.agent.web;

import static io.gpunodeagent.agent.web.Html.escape;

import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.core.snapshot.DeviceSignal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.Signal;
import io.gpunodeagent.core.state.NodeState;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** The page of the node: its GPUs and who uses them, no script, nothing fetched from elsewhere. */
public final class NodePage {

  /** What the page shows of a GPU; absent where nobody asks the sampler for it. */
  public static final Set<Signal<?>> SIGNALS =
      Set.of(
          DeviceSignal.GPU_UTILIZATION,
          DeviceSignal.MEMORY_USED,
          DeviceSignal.MEMORY_TOTAL,
          DeviceSignal.TEMPERATURE,
          DeviceSignal.POWER_USAGE,
          DeviceSignal.POWER_LIMIT_ENFORCED);

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--line:#8884;--dim:#888;--bad:#d33;--note:#b80}
      body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.4rem;margin:0 0 .2rem}p{margin:.2rem 0}table{border-collapse:collapse;width:100%;margin:1rem 0}
      th{text-align:left;font-weight:600;color:var(--dim)}th,td{padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.dim{color:var(--dim)}.bad{color:var(--bad)}
      .banner{border-left:4px solid var(--note);padding:.3rem .8rem;margin:.8rem 0}.banner.bad{border-color:var(--bad)}
      td .bad{white-space:normal}meter{width:5rem;vertical-align:middle}nav a{margin-right:1rem}
      """;

  private final NodeView view;

  NodePage(NodeView view) {
    this.view = view;
  }

  /** The page as it is now. */
  HttpAnswer answer() {
    return HttpAnswer.of(
            200,
            "text/html; charset=utf-8",
            render(view.state().get(), view.nodeName().get(), view.version()))
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  /** The page of {@code published}. */
  static String render(NodeState published, String nodeName, String version) {
    var state = published.node();
    var page = new StringBuilder(8_192);
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<meta http-equiv=\"refresh\" content=\"5\">\n<title>")
        .append(escape(nodeName))
        .append(" - GPUs</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(escape(nodeName))
        .append("</h1>\n")
        .append(driver(state.driver()));
    if (state.simulated()) {
      page.append("<p class=\"banner\"><strong>Simulated.</strong>")
          .append(
              " These GPUs are played from a scenario; there is no hardware behind them.</p>\n");
    }
    if (!state.gpus().isEmpty() || !state.absent().unreadable().isEmpty()) {
      GpuTable.append(page, state.gpus(), state.absent().unreadable());
      OccupantTable.append(page, published.attributed());
    }
    page.append("<nav><a href=\"/metrics\">Metrics</a><a href=\"/health\">Health</a></nav>\n")
        .append("<p class=\"dim\">GPU Node Agent ")
        .append(escape(version))
        .append(", sampled <time>")
        .append(state.takenAt().truncatedTo(ChronoUnit.SECONDS))
        .append("</time></p>\n</body>\n</html>\n");
    return page.toString();
  }

  private static String driver(DriverState driver) {
    return switch (driver) {
      case DriverState.Ready ready ->
          "<p>%d GPUs, driver %s, CUDA %s</p>\n"
              .formatted(
                  ready.deviceCount(),
                  ready.driverVersion().toOptional().map(Html::escape).orElse("-"),
                  ready
                      .cudaDriverVersion()
                      .toOptional()
                      .map(code -> code / 1000 + "." + code % 1000 / 10)
                      .orElse("-"));
      case DriverState.Unavailable away ->
          "<p class=\"banner bad\"><strong>NVML is not available.</strong> %s. %s. Since %s.</p>\n"
              .formatted(
                  escape(away.detail()),
                  escape(away.remedy()),
                  away.since().truncatedTo(ChronoUnit.SECONDS));
    };
  }
}

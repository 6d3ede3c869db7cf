// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Screen;
import io.gpunodeagent.agent.cli.terminal.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows readings on a screen and follows its keys and its size, until somebody quits. */
public final class LiveView {

  /** How soon a key or another size shows. */
  private static final Duration PROMPT = Duration.ofMillis(50);

  private final Screen screen;
  private final Look look;
  private final UtilizationHistory history = new UtilizationHistory();
  private TopView view = TopView.start();
  private Optional<ShownState> shown = Optional.empty();

  public LiveView(Screen screen, Look look) {
    this.screen = screen;
    this.look = look;
  }

  /** Shows what {@code source} has. */
  public void run(TopSource source) throws IOException, InterruptedException {
    var size = screen.size();
    int page = 1;
    var lastTrouble = source.trouble();
    screen.draw(List.of(waiting(lastTrouble)), size);
    while (!view.quit() && !screen.gone()) {
      var next = source.next(PROMPT);
      next.ifPresent(history::add);
      if (!view.paused()) {
        shown = next.or(() -> shown);
      }
      var before = view;
      for (var key : screen.keys()) {
        view = view.after(key, page);
      }
      var now = screen.size();
      var trouble = source.trouble();
      boolean changed =
          next.isPresent()
              || !trouble.equals(lastTrouble)
              || !before.equals(view)
              || !now.equals(size);
      size = now;
      lastTrouble = trouble;
      if (changed && shown.isEmpty()) {
        screen.draw(List.of(waiting(trouble)), size);
      } else if (changed) {
        var frame = TopFrame.of(shown.orElseThrow(), view, history, trouble, size, look);
        view = view.within(frame.scrollable());
        page = frame.page();
        screen.draw(frame.lines(), size);
      }
    }
  }

  /** What is shown before the first readings. */
  private Line waiting(Optional<String> trouble) {
    return trouble
        .map(why -> new Line(look).add(Style.BAD, why + ": --direct reads the GPUs here, q quits"))
        .orElseGet(() -> new Line(look).add(Style.DIM, "reading the GPUs"));
  }
}

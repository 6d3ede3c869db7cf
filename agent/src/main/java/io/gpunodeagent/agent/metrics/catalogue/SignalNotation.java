// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.EccSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.NvLinkErrorSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import java.util.ArrayList;
import java.util.List;

/** How tables write the signals of a number. Reads one text, word by word. */
final class SignalNotation {

  /** NVLinks a GPU may have: {@code NVML_NVLINK_MAX_LINKS}. */
  static final int MAX_LINKS = 36;

  /** An example of each form, for whoever wrote another. */
  static final String EXAMPLES =
      "SM_CLOCK or another constant of DeviceSignal; field 83; slow field 251; slow field 202 of"
          + " all links; growth of field 138 of link 3; field 186 of the module; GPM 5; GPM"
          + " NVLINK_TX of link 3; NVLink REPLAY of each link; ECC CORRECTED VOLATILE SRAM; or"
          + " several with + between them";

  /** {@code NVML_GPM_METRIC_NVLINK_L0_RX_PER_SEC}; what is sent is one more. */
  private static final int NVLINK_L0_RX = 62;

  /** Links 0 to 17 are 62 to 97, links 18 to 35 begin at 212. */
  private static final int FIRST_LINKS = 18;

  private static final int SECOND_BLOCK = 212 - NVLINK_L0_RX;

  private final String[] words;
  private int at;
  private int ofEachLink;

  private SignalNotation(String text) {
    words = text.split(" ", -1);
  }

  /**
   * The signals that {@code text} adds up, those of link 0 where it says "each link". It says so of
   * all or of none.
   *
   * @throws IllegalArgumentException when the text has none of the forms, or names a constant or a
   *     link that does not exist
   */
  static List<Signal<?>> signals(String text) {
    var notation = new SignalNotation(text);
    var signals = new ArrayList<Signal<?>>();
    signals.add(notation.signal());
    while (notation.at < notation.words.length) {
      notation.skip("+");
      signals.add(notation.signal());
    }
    check(notation.ofEachLink == 0 || notation.ofEachLink == signals.size());
    return List.copyOf(signals);
  }

  /** The signal of {@code link} beside {@code signal}, which is that of link 0. */
  static Signal<?> ofLink(int link, Signal<?> signal) {
    return switch (signal) {
      case FieldSignal field -> field.withScope(link);
      case RateSignal(var counter) -> new RateSignal(counter.withScope(link));
      case NvLinkErrorSignal(var _, var counter) -> new NvLinkErrorSignal(link, counter);
      case GpmSignal(var metric) -> new GpmSignal(metric + gpmOffset(link));
      case DeviceSignal whole -> whole;
      case EccSignal whole -> whole;
      case TextSignal whole -> whole;
    };
  }

  private Signal<?> signal() {
    var first = next();
    return switch (first) {
      case "field" -> field(Cadence.PASS);
      case "slow" -> {
        skip("field");
        yield field(Cadence.SLOW);
      }
      case "growth" -> {
        skip("of");
        skip("field");
        yield new RateSignal(field(Cadence.PASS));
      }
      case "GPM" -> new GpmSignal(gpmMetric());
      case "NVLink" -> {
        var counter = NvLinkErrorSignal.Counter.valueOf(next());
        skip("of");
        yield new NvLinkErrorSignal(link(next()), counter);
      }
      case "ECC" ->
          new EccSignal(
              EccSignal.ErrorType.valueOf(next()),
              EccSignal.Counter.valueOf(next()),
              EccSignal.Location.valueOf(next()));
      default -> DeviceSignal.valueOf(first);
    };
  }

  private FieldSignal field(Cadence cadence) {
    int id = number();
    return new FieldSignal(id, skipIf("of") ? scope(next()) : 0, cadence);
  }

  private int scope(String first) {
    return switch (first) {
      case "all" -> {
        skip("links");
        yield FieldSignal.ALL;
      }
      case "the" -> {
        skip("module");
        yield FieldSignal.MODULE;
      }
      default -> link(first);
    };
  }

  private int link(String first) {
    if (first.equals("each")) {
      skip("link");
      ofEachLink++;
      return 0;
    }
    check(first.equals("link"));
    int link = number();
    check(link < MAX_LINKS);
    return link;
  }

  private int gpmMetric() {
    if (skipIf("NVLINK_RX")) {
      return receivedOfLink();
    }
    return skipIf("NVLINK_TX") ? receivedOfLink() + 1 : number();
  }

  private int receivedOfLink() {
    skip("of");
    return NVLINK_L0_RX + gpmOffset(link(next()));
  }

  /** How far a link's {@code NVML_GPM_METRIC_NVLINK_Lx_*} are from those of link 0. */
  private static int gpmOffset(int link) {
    return link < FIRST_LINKS ? 2 * link : SECOND_BLOCK + 2 * (link - FIRST_LINKS);
  }

  private String next() {
    check(at < words.length);
    return words[at++];
  }

  private boolean skipIf(String word) {
    var found = at < words.length && words[at].equals(word);
    if (found) {
      at++;
    }
    return found;
  }

  private void skip(String word) {
    check(skipIf(word));
  }

  private int number() {
    return Integer.parseUnsignedInt(next());
  }

  private static void check(boolean known) {
    if (!known) {
      throw new IllegalArgumentException("no signal");
    }
  }
}

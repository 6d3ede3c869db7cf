// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.EccSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.NvLinkErrorSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import java.util.Locale;

/**
 * The stable names of signals in JSON: lower camel case, the unit at the end where there is one.
 */
final class SignalKey {

  private SignalKey() {}

  /** The key of {@code signal}. */
  static String of(Signal<?> signal) {
    return switch (signal) {
      case DeviceSignal device -> camel(device.name()) + unit(device.unit());
      case TextSignal text -> camel(text.name());
      case EccSignal(var error, var counter, var location) ->
          "ecc" + pascal(error.name()) + pascal(counter.name()) + pascal(location.name());
      case FieldSignal field -> field(field);
      case GpmSignal(var metric) -> "gpm" + metric;
      case NvLinkErrorSignal(var link, var counter) ->
          "nvLink" + link + pascal(counter.name()) + "Errors";
      case RateSignal(var counter) -> field(counter) + "PerSecond";
    };
  }

  private static String field(FieldSignal field) {
    var scope = field.scope() == FieldSignal.ALL ? "All" : "Scope" + field.scope();
    return "field" + field.fieldId() + (field.scope() == 0 ? "" : scope);
  }

  private static String unit(DeviceSignal.Unit unit) {
    return unit == DeviceSignal.Unit.NONE ? "" : pascal(unit.name());
  }

  private static String camel(String constant) {
    var joined = pascal(constant);
    return joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
  }

  private static String pascal(String constant) {
    var text = new StringBuilder();
    for (var word : constant.split("_", -1)) {
      text.append(word, 0, 1).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}

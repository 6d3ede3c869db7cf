// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.policy;

import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Amount;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The types of the values of rules. */
final class PolicyTypes {

  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,6})?");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(Ki|Mi|Gi|Ti)B?");
  private static final List<String> UNITS = List.of("Ki", "Mi", "Gi", "Ti");

  private PolicyTypes() {}

  /** A text that fits {@code form}. */
  static Form<String> text(Pattern form, String what) {
    return Form.written(
        what, text -> Optional.of(text).filter(each -> form.matcher(each).matches()));
  }

  /** One of some names. */
  static <T> Form<T> named(Map<String, T> names) {
    return Form.written(
        Alternatives.of(names.keySet().stream().sorted().toList()),
        text -> Optional.ofNullable(names.get(text)));
  }

  /** A number of {@code least} to {@code most}. */
  static Form<Double> number(double least, double most, String unit) {
    return Form.written(
        "a number from "
            + plain(least)
            + " to "
            + plain(most)
            + ", in "
            + unit
            + " and without the unit",
        text -> number(text, least, most));
  }

  private static Optional<Double> number(String text, double least, double most) {
    return NUMBER.matcher(text).matches()
        ? Optional.of(Double.valueOf(text)).filter(value -> value >= least && value <= most)
        : Optional.empty();
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** An amount of a GPU's memory. */
  static Form<Amount> amount() {
    return Form.written(
        "fair, a part of the GPU's memory from 1% to 100%, or a size such as 10GiB",
        PolicyTypes::amount);
  }

  private static Optional<Amount> amount(String text) {
    if (text.equals("fair")) {
      return Optional.of(new Amount.Fair());
    }
    if (text.endsWith("%")) {
      return number(text.substring(0, text.length() - 1).strip(), 1, 100).map(Amount.Percent::new);
    }
    var size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(size.group(1));
    int shift = 10 * (UNITS.indexOf(size.group(2)) + 1);
    return number > 0 && number <= Long.MAX_VALUE >> shift
        ? Optional.of(new Amount.Bytes(number << shift))
        : Optional.empty();
  }

  /** A time of the day. */
  static Form<LocalTime> time() {
    return Form.written(
        "a time of the day from \"00:00\" to \"23:59\", in quotes",
        text ->
            text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")
                ? Optional.of(LocalTime.parse(text))
                : Optional.empty());
  }

  /** A time zone. */
  static Form<ZoneId> zone() {
    return Form.written(
        "a time zone of the IANA database, such as Europe/Berlin, or UTC", PolicyTypes::zone);
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }

  /** A day of the week or a range of days. */
  static Form<Set<DayOfWeek>> days() {
    return Form.written(
        Alternatives.of(DAYS) + ", a range such as Mon-Fri, or a list of them", PolicyTypes::days);
  }

  private static Optional<Set<DayOfWeek>> days(String text) {
    var ends = new ArrayList<DayOfWeek>();
    for (var end : text.split("-", -1)) {
      int index = DAYS.indexOf(end.strip());
      if (index < 0) {
        return Optional.empty();
      }
      ends.add(DayOfWeek.of(index + 1));
    }
    if (ends.size() > 2) {
      return Optional.empty();
    }
    var days = EnumSet.of(ends.getLast());
    for (var day = ends.getFirst(); day != ends.getLast(); day = day.plus(1)) {
      days.add(day);
    }
    return Optional.of(days);
  }
}

package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.config.Setting.Kind;
import io.gpunodeagent.agent.config.value.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The rows of a table of settings, in the order in which they are declared and documented. */
final class SettingRows {

  private final List<Setting<?>> rows = new ArrayList<>();

  /** Declares a row: see {@link Setting}. */
  <T> Setting<T> add(String key, ValueType<T> type, T defaultValue, Kind kind, String doc) {
    var row = new Setting<>(key, type, defaultValue, kind, doc);
    rows.add(row);
    return row;
  }

  /** All rows that were declared. */
  List<Setting<?>> all() {
    return List.copyOf(rows);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who applied which labels and annotations of an object. */
final class Managers {

  private static final List<String> MAPS = List.of("labels", "annotations");

  private record Place(Resource resource, String key) {}

  private final Map<Place, Map<String, Map<String, Set<String>>>> held = new HashMap<>();

  /**
   * The object without what the manager applied before and {@code change} has no more, unless
   * another holds it too, with the account of who holds what now.
   *
   * @param keep false for a dry run: nothing is noted
   */
  Map<String, Object> apply(
      ApiTarget target,
      String manager,
      Map<String, Object> before,
      Map<String, Object> change,
      boolean keep) {
    var place = new Place(target.resource(), target.key());
    var all = new TreeMap<>(held.getOrDefault(place, Map.of()));
    var mine = all.getOrDefault(manager, Map.of());
    var now = new TreeMap<String, Set<String>>();
    var object = before;
    for (var map : MAPS) {
      var applied = Tree.map(Tree.map(change, "metadata"), map).keySet();
      now.put(map, Set.copyOf(applied));
      var dropped = new TreeSet<>(mine.getOrDefault(map, Set.of()));
      dropped.removeAll(applied);
      all.forEach(
          (other, fields) -> {
            if (!other.equals(manager)) {
              dropped.removeAll(fields.getOrDefault(map, Set.of()));
            }
          });
      object = dropped.isEmpty() ? object : Patch.without(object, map, dropped);
    }
    all.put(manager, now);
    if (keep) {
      held.put(place, all);
    }
    return Tree.withMetadata(object, "managedFields", account(target.resource(), all));
  }

  private static List<Object> account(
      Resource resource, Map<String, Map<String, Set<String>>> managers) {
    var account = new ArrayList<>();
    managers.forEach(
        (manager, maps) -> {
          var fields = new LinkedHashMap<String, Object>();
          maps.forEach((map, keys) -> fields.put("f:" + map, fieldsOf(keys)));
          account.add(
              Tree.of(
                  "manager",
                  manager,
                  "operation",
                  "Apply",
                  "apiVersion",
                  resource.apiVersion(),
                  "fieldsType",
                  "FieldsV1",
                  "fieldsV1",
                  Map.of("f:metadata", fields)));
        });
    return account;
  }

  private static Map<String, Object> fieldsOf(Set<String> keys) {
    var fields = new TreeMap<String, Object>();
    keys.forEach(key -> fields.put("f:" + key, Map.of()));
    return fields;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** Carries out requests that change something. */
final class Writes {

  private static final List<String> PRECONDITIONS = List.of("uid", "resourceVersion");

  private final Store store;
  private final Predicate<Map<String, Object>> evict;
  private final Managers managers = new Managers();
  private long named;

  /**
   * Writes.
   *
   * @param evict ends a pod; false when it cannot be ended
   */
  Writes(Store store, Predicate<Map<String, Object>> evict) {
    this.store = store;
    this.evict = evict;
  }

  /** The object after a patch, of whatever kind the patch is. */
  synchronized Map<String, Object> patch(ApiTarget target, ApiRequest request) {
    if (request.contentType().contains("json-patch")) {
      throw new ApiRefusal(415, "UnsupportedMediaType", "JSON patches are not understood");
    }
    boolean applies = request.contentType().contains("apply-patch");
    var before = before(target, applies);
    var body = ApiJson.read(request.body());
    for (var precondition : PRECONDITIONS) {
      var expected = Tree.text(body, "metadata", precondition);
      if (!expected.isEmpty() && !expected.equals(Tree.text(before, "metadata", precondition))) {
        throw new ApiRefusal(409, "Conflict", "the object has been modified");
      }
    }
    var change = Patch.part(body, target.part());
    var base = applies ? applied(target, request, before, change) : before;
    return save(target.resource(), Patch.merge(base, change), request);
  }

  /** An Event that is applied may be new; whatever else is must be there. */
  private Map<String, Object> before(ApiTarget target, boolean applies) {
    var found = store.find(target.resource(), target.key());
    if (found.isEmpty() && !(applies && target.resource().plural().equals("events"))) {
      throw ApiRefusal.notFound(target.resource(), target.name());
    }
    return found.orElseGet(
        () ->
            Tree.of(
                "apiVersion",
                target.resource().apiVersion(),
                "kind",
                target.resource().kind(),
                "metadata",
                identity(target.resource(), target.namespace(), target.name())));
  }

  private static Map<String, Object> identity(Resource resource, String namespace, String name) {
    var identity = Tree.of("name", name, "uid", UUID.randomUUID().toString());
    return resource.namespaced() ? Tree.with(identity, "namespace", namespace) : identity;
  }

  private Map<String, Object> applied(
      ApiTarget target,
      ApiRequest request,
      Map<String, Object> before,
      Map<String, Object> change) {
    var manager = request.query().getOrDefault("fieldManager", "");
    if (manager.isEmpty()) {
      throw new ApiRefusal(400, "BadRequest", "fieldManager is required for apply patch");
    }
    return target.part().isEmpty()
        ? managers.apply(target, manager, before, change, !request.dryRun())
        : before;
  }

  private Map<String, Object> save(
      Resource resource, Map<String, Object> object, ApiRequest request) {
    return request.dryRun() ? object : store.put(resource, object);
  }

  /** A new object. */
  synchronized Map<String, Object> create(ApiTarget target, ApiRequest request) {
    var object = ApiJson.read(request.body());
    var name = Tree.text(object, "metadata", "name");
    if (name.isEmpty()) {
      name = "%s%05x".formatted(Tree.text(object, "metadata", "generateName"), ++named);
    }
    if (store.find(target.resource(), Store.key(target.namespace(), name)).isPresent()) {
      throw new ApiRefusal(
          409,
          "AlreadyExists",
          "%s \"%s\" already exists".formatted(target.resource().plural(), name));
    }
    var metadata = new HashMap<>(Tree.map(object, "metadata"));
    metadata.putAll(identity(target.resource(), target.namespace(), name));
    return save(target.resource(), Tree.with(object, "metadata", metadata), request);
  }

  /** Ends a pod, as an eviction or a deletion does. */
  Map<String, Object> end(ApiTarget target, ApiRequest request) {
    var pod =
        store
            .find(Resource.POD, target.key())
            .orElseThrow(() -> ApiRefusal.notFound(Resource.POD, target.name()));
    var body = request.body().isEmpty() ? Map.<String, Object>of() : ApiJson.read(request.body());
    var options = target.part().equals("eviction") ? Tree.map(body, "deleteOptions") : body;
    var uid = Tree.text(options, "preconditions", "uid");
    if (!uid.isEmpty() && !uid.equals(Tree.text(pod, "metadata", "uid"))) {
      throw new ApiRefusal(409, "Conflict", "the UID in the precondition does not match");
    }
    boolean dryRun = request.dryRun() || options.containsKey("dryRun");
    if (!dryRun && !evict.test(pod)) {
      throw ApiRefusal.notFound(Resource.POD, target.name());
    }
    return Tree.of("kind", "Status", "apiVersion", "v1", "status", "Success");
  }
}

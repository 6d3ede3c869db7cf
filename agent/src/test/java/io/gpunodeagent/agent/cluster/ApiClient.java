// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Plain requests to an API server, in one user's name. Bodies may be YAML or JSON. */
public record ApiClient(HttpClient http, URI server, String token) {

  private static final String YAML = "application/yaml";
  private static final String JSON = "application/json";

  /** What was answered. */
  public record Answer(int status, HttpHeaders headers, String body) {

    /** This, or a failure that shows the answer. */
    public Answer expect(int expected) {
      if (status != expected) {
        throw new AssertionError("expected " + expected + ", got " + status + ": " + body);
      }
      return this;
    }

    /** Whether the server did what it was asked. */
    public boolean good() {
      return status < 300;
    }

    public Map<String, @Nullable Object> json() {
      return Json.object(body);
    }

    public String text(Object... names) {
      return Json.textAt(json(), names);
    }
  }

  public Answer get(String path) {
    return send(request(path).header("Accept", JSON).GET());
  }

  /** Reads {@code metadata} only, as a PartialObjectMetadata. */
  public Answer metadata(String path) {
    var type = JSON + ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    return send(request(path).header("Accept", type).GET());
  }

  public Answer post(String path, String body) {
    return send(path, "POST", YAML, body);
  }

  public Answer put(String path, String body) {
    return send(path, "PUT", YAML, body);
  }

  /**
   * Server-side apply.
   *
   * @param manager owns the fields in {@code body} from now on
   */
  public Answer apply(String path, String manager, String body) {
    return send(path + "?fieldManager=" + manager, "PATCH", "application/apply-patch+yaml", body);
  }

  public Answer mergePatch(String path, String body) {
    return send(path, "PATCH", "application/merge-patch+json", body);
  }

  /** Without a grace period. */
  public Answer delete(String path) {
    return send(path, "DELETE", YAML, "{kind: DeleteOptions, gracePeriodSeconds: 0}");
  }

  /** Evicts with the Eviction API. */
  public Answer evict(String namespace, String pod) {
    return post(
        "/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace, pod),
        "{apiVersion: policy/v1, kind: Eviction, metadata: {name: %s}}".formatted(pod));
  }

  /**
   * Starts a watch.
   *
   * @param path with at least {@code ?watch=true}
   */
  public ApiWatch watch(String path) {
    HttpResponse<InputStream> response =
        exchange(request(path).header("Accept", JSON).GET().build(), BodyHandlers.ofInputStream());
    return new ApiWatch(response.statusCode(), response.body());
  }

  /**
   * Creates every object of a YAML stream, in order, and gives it its status where it has one.
   *
   * @return the objects as the server has them now
   */
  public List<Map<String, @Nullable Object>> seed(String yaml) {
    var documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml).iterator();
    var made = new ArrayList<Map<String, @Nullable Object>>();
    while (documents.hasNext()) {
      made.add(seed(Json.map(documents.next())));
    }
    return List.copyOf(made);
  }

  /**
   * Server-side apply of one object; a field that the server does not know is an error.
   *
   * @param dryRun whether the server only says what it would do
   */
  public Answer applyStrictly(Object object, boolean dryRun) {
    return applyAs(
        "test&force=true&fieldValidation=Strict" + (dryRun ? "&dryRun=All" : ""), object);
  }

  /**
   * Server-side apply of one object.
   *
   * @param manager who applies it, with further parameters of the query behind {@code &}
   */
  public Answer applyAs(String manager, Object object) {
    var name = Json.textAt(object, "metadata", "name");
    return apply(pathOf(Json.map(object)) + "/" + name, manager, Json.text(object));
  }

  private Map<String, @Nullable Object> seed(Map<String, @Nullable Object> object) {
    var path = pathOf(object);
    var made =
        new LinkedHashMap<String, @Nullable Object>(
            post(path, Json.text(object)).expect(201).json());
    var status = object.get("status");
    if (status == null) {
      return made;
    }
    made.put("status", status);
    var name = Json.textAt(made, "metadata", "name");
    return put(path + "/" + name + "/status", Json.text(made)).expect(200).json();
  }

  /** Makes a service account, and its namespace, where they are missing. */
  public void serviceAccount(String namespace, String name) {
    var metadata = "{apiVersion: v1, kind: %s, metadata: {name: %s}}";
    made(post("/api/v1/namespaces", metadata.formatted("Namespace", namespace)));
    made(
        post(
            "/api/v1/namespaces/" + namespace + "/serviceaccounts",
            metadata.formatted("ServiceAccount", name)));
  }

  /** Makes a namespace in which pods can be created: that takes its default service account. */
  public void namespace(String name) {
    serviceAccount(name, "default");
  }

  private static void made(Answer answer) {
    if (answer.status() != 409) {
      answer.expect(201);
    }
  }

  /** The collection an object belongs to, as the server's discovery says. */
  private String pathOf(Map<String, @Nullable Object> object) {
    var version = Json.textAt(object, "apiVersion");
    var kind = Json.textAt(object, "kind");
    var group = (version.contains("/") ? "/apis/" : "/api/") + version;
    for (var resource : Json.listAt(get(group).expect(200).json(), "resources")) {
      var name = Json.textAt(resource, "name");
      if (kind.equals(resource.get("kind")) && !name.contains("/")) {
        var namespaced = Boolean.TRUE.equals(resource.get("namespaced"));
        return namespaced
            ? group + "/namespaces/" + Json.textAt(object, "metadata", "namespace") + "/" + name
            : group + "/" + name;
      }
    }
    throw new AssertionError("the server has no " + kind + " in " + version);
  }

  private Answer send(String path, String method, String type, String body) {
    return send(
        request(path)
            .header("Accept", JSON)
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body)));
  }

  private Answer send(HttpRequest.Builder request) {
    var response =
        exchange(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}

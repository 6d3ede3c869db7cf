// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.Meta;
import io.gpunodeagent.agent.cluster.api.OwnerRef;
import io.gpunodeagent.agent.cluster.pods.OwnerChain.Owner;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the metadata of owners, nothing else of them. */
public final class OwnerReader {

  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  /** Of the server's cache; otherwise each GET reads the store. */
  private static final String CACHED = "?resourceVersion=0";

  private final ApiReader client;
  private final ResourceTypes types;

  public OwnerReader(ApiReader client) {
    this.client = client;
    types = new ResourceTypes(client);
  }

  /**
   * Reads an owner.
   *
   * @param namespace of the owned pod
   * @return empty when there is no such object or kind
   * @throws ApiException when the server refuses or does not answer
   */
  Optional<Owner> read(OwnerRef reference, String namespace)
      throws ApiException, InterruptedException {
    var type = types.find(reference);
    if (type.isEmpty() || reference.name().matches("[.]*")) {
      return Optional.empty();
    }
    var scope = type.get().namespaced() ? "/namespaces/" + encoded(namespace) : "";
    var path = type.get().path() + scope + "/" + type.get().plural();
    var object = path + "/" + encoded(reference.name());
    var cached = ask(reference, object + CACHED);
    // A cache may be behind: it has no such object yet, or an older one of the same name.
    return cached.isPresent() ? cached : ask(reference, object);
  }

  private Optional<Owner> ask(OwnerRef reference, String path)
      throws ApiException, InterruptedException {
    try {
      var meta =
          client.get(
              path,
              METADATA,
              json -> {
                json.nextToken();
                return Meta.read(json);
              });
      // Another object of the same name.
      return meta.uid().equals(reference.uid())
          ? Optional.of(new Owner(meta.controller()))
          : Optional.empty();
    } catch (ApiException e) {
      if (e.is(404)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/** Reads the fields of an object's metadata that all kinds share. */
public final class Meta {

  private String name = "";
  private String namespace = "";
  private String uid = "";
  private String resourceVersion = "";
  private boolean deleted;
  private Optional<OwnerRef> controller = Optional.empty();

  /** The metadata of the object the parser is at; the rest of the object is skipped. */
  public static Meta read(JsonParser json) throws IOException {
    var meta = new Meta();
    JsonReader.object(
        json,
        part -> {
          if (part.equals("metadata")) {
            JsonReader.object(json, name -> meta.field(json, name));
          }
        });
    return meta;
  }

  /** Takes the field the parser is at, when it is a wanted one. */
  public void field(JsonParser json, String field) throws IOException {
    switch (field) {
      case "name" -> name = JsonReader.text(json);
      case "namespace" -> namespace = JsonReader.text(json);
      case "uid" -> uid = JsonReader.text(json);
      case "resourceVersion" -> resourceVersion = JsonReader.text(json);
      case "deletionTimestamp" -> deleted = !JsonReader.text(json).isEmpty();
      case "ownerReferences" -> JsonReader.array(json, () -> owner(json));
      default -> {}
    }
  }

  public String name() {
    return name;
  }

  public String namespace() {
    return namespace;
  }

  public String uid() {
    return uid;
  }

  public String resourceVersion() {
    return resourceVersion;
  }

  /** Whether it was deleted and only waits to be gone. */
  public boolean deleted() {
    return deleted;
  }

  /** The one owner that controls the object; Kubernetes admits no second. */
  public Optional<OwnerRef> controller() {
    return controller;
  }

  private void owner(JsonParser json) throws IOException {
    var reader = new OwnerReader();
    JsonReader.object(json, field -> reader.field(json, field));
    if (reader.controls) {
      controller =
          Optional.of(new OwnerRef(reader.apiVersion, reader.kind, reader.name, reader.uid));
    }
  }

  /** Reads an owner reference. */
  private static final class OwnerReader {

    private String apiVersion = "";
    private String kind = "";
    private String name = "";
    private String uid = "";
    private boolean controls;

    void field(JsonParser json, String field) throws IOException {
      switch (field) {
        case "apiVersion" -> apiVersion = JsonReader.text(json);
        case "kind" -> kind = JsonReader.text(json);
        case "name" -> name = JsonReader.text(json);
        case "uid" -> uid = JsonReader.text(json);
        case "controller" -> controls = JsonReader.isTrue(json);
        default -> {}
      }
    }
  }
}

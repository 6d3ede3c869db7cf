// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An {@link ApiServer} for the tests of one class alone, for those that change what holds for a
 * whole cluster.
 */
public final class OwnApiServer implements BeforeAllCallback, AfterAllCallback {

  private final ApiServer.User[] users;
  private @Nullable ApiServer started;

  /** One that also knows {@code users}. */
  public OwnApiServer(ApiServer.User... users) {
    this.users = users;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    started = ApiServer.start(users);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (started != null) {
      started.close();
    }
  }

  /** The server, which has started. */
  public ApiServer get() {
    if (started == null) {
      throw new AssertionError("not started");
    }
    return started;
  }
}
